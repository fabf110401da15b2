"""The pages of the documentation, taken apart: what a reader may type, and what they are shown."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"((?:^<!-- [^\n]* -->\n)*)^```([a-z]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"<!-- ([a-z]+)(?:: (.*?))? -->")
_LINK = re.compile(r"!?\[(?:[^\]\\]|\\.)*\]\(([^)\s]+)\)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FENCES = dict.fromkeys(range(0x2066, 0x206A))  # marks that keep right-to-left names in their cells; nobody types them


@dataclass(frozen=True)
class Block:
    """A block of code on a page. `marks` are the comments above it: <!-- file: orders.csv -->."""

    language: str
    text: str
    marks: dict[str, str]
    line: int


@dataclass(frozen=True)
class Command:
    """A command of a console block, with the lines shown below it."""

    text: str
    shown: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text, comments=True)

    @property
    def exits(self) -> int | None:
        """The exit code that its comment states: `# exit 1`."""
        stated = re.search(r"#.*\bexit (\d)", self.text)
        return int(stated[1]) if stated else None


def pages() -> list[Path]:
    """Every Markdown page of the checkout."""
    found = [
        *ROOT.glob("*.md"),
        *(p for folder in ("docs", "benchmarks", "changelog.d") for p in (ROOT / folder).rglob("*.md")),
    ]
    return sorted(found)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(
            found[2],
            found[3],
            {m[1]: m[2] or "" for m in _MARK.finditer(found[1])},
            text[: found.start(2)].count("\n") + 1,
        )
        for found in _BLOCK.finditer(text)
    ]


def commands(text: str) -> Iterator[Command]:
    """The commands of a console block; a line that ends in a backslash goes on."""
    joined = text.replace("\\\n", " ")
    for part in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
        first, *shown = part.splitlines()
        yield Command(first, tuple(shown))


def links(page: Path) -> list[str]:
    """Where the links of a page lead, within the checkout."""
    prose = re.sub(
        r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    )
    return [target for target in _LINK.findall(prose) if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def not_shown(shown: list[str], real: str) -> str | None:
    """The first line shown that does not occur, in order, in what really came out; "…" stands for anything."""
    left = [plain(line) for line in real.splitlines()]
    for line in map(plain, shown):
        if line in ("", "…"):
            continue
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        at = next((n for n, candidate in enumerate(left) if pattern.fullmatch(candidate)), None)
        if at is None:
            return line
        left = left[at + 1 :]
    return None


def plain(line: str) -> str:
    """Without colour, and without the width of columns, which is not the page's business."""
    return " ".join(_COLOUR.sub("", line).translate(_FENCES).split())
