"""Markdown out of rows: what the pages of docs/reference are made of."""

from collections.abc import Iterable, Sequence

WRITTEN_BY = "<!-- Written by tools/write_reference.py: change what it is made from, then `make docs`. -->"


def page(title: str, *parts: str) -> str:
    """A page: its mark, its title, its parts, one empty line between them."""
    return "\n\n".join([WRITTEN_BY, f"# {title}", *(part.strip() for part in parts if part.strip())]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are text, in which only what would end the cell is escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)


def cell(text: str) -> str:
    """A text that may stand in a cell."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Code, or nothing for an empty text."""
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str], between: str = ", ") -> str:
    """Several of them in one cell."""
    return between.join(code(text) for text in texts if text)


def unconfirmed(status: str) -> str:
    """The mark of what could not be verified at its source."""
    return "" if status == "confirmed" else " **unconfirmed**"
