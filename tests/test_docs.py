"""The docs keep their word: every command runs and shows what it shows, every link leads somewhere.

A block is run in a folder that holds `examples/`, `orders.csv` (the same orders), `DIR/` (empty), `excerpt/` (seven
entries of the UN list) and, where ../shared is, `downloads/` (official files). Comments above a block steer it:

    <!-- file: mine.csv -->   the block is a file of that name
    <!-- needs: shared -->    it needs official files, and is left out where there are none
    <!-- from: crible … -->   the lines of this text block come, in order, from that command
    <!-- output -->           … from the Python block before it
"""

import csv
import io
import json
import os
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from _pages import ROOT, Block, Command, anchors, blocks, commands, links, named, not_shown, pages
from _shared import SHARED
from crible.cli import main
from crible.screening import read_policy

REFERENCE = ROOT / "docs" / "reference"
OFFICIAL = ("un/2025-04-19", "un/2026-01-28", "ofac/2025-12-19")
TARGETS = {
    line.split(":")[0] for line in (ROOT / "Makefile").read_text().splitlines() if line[:1].isalpha() and ":" in line
}
NOT_RUN = frozenset({"git", "cd", "pip", "source"})  # what a reader does before crible is there
RUNNABLE = [page for page in pages() if blocks(page) and REFERENCE not in page.parents]


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


class Talk(io.TextIOBase):
    """What is said on stderr, on the same screen."""

    def __init__(self, screen: io.StringIO) -> None:
        self.screen = screen

    def write(self, text: str) -> int:
        return self.screen.write(text)


class Reader:
    """Somebody who types what a page says, block by block, in one folder."""

    def __init__(self, page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.page, self.folder, self.monkeypatch = page, folder, monkeypatch
        self.code: int | None = 0
        self.printed = ""
        self.names: dict[str, Any] = {"__name__": "page"}

    def read(self, block: Block) -> None:
        where = f"{named(self.page)}:{block.line}"
        if block.marks.get("needs") == "shared" and not SHARED.is_dir():
            return
        if "file" in block.marks:
            (self.folder / block.marks["file"]).write_text(block.text, "utf-8")
        if "from" in block.marks:
            self.run(Command(block.marks["from"], ()), where)
            self.must_show(block.text.splitlines(), where)
        elif "output" in block.marks:
            self.must_show(block.text.splitlines(), where)
        else:
            getattr(self, block.language, self.text)(block, where)

    def console(self, block: Block, where: str) -> None:
        for command in commands(block.text):
            self.run(command, where)
            self.must_show(list(command.shown), f"{where}: {command.text}")

    def must_show(self, shown: list[str], where: str) -> None:
        line = not_shown(shown, self.printed)
        assert line is None, f"{where} shows what does not come out: {line!r}. What does:\n{self.printed}"

    def run(self, command: Command, where: str) -> None:
        program, *rest = command.words
        if program in NOT_RUN:
            return
        screen = Screen()
        if program == "echo" and rest == ["$?"]:
            screen.write(f"{self.code}\n")
        elif program == "cat":
            screen.write("".join((self.folder / name).read_text("utf-8") for name in rest))
        elif program == "make":
            assert set(rest) <= TARGETS, f"{where}: the Makefile has no {rest}"
        elif program == "export":
            self.monkeypatch.setenv(*rest[0].split("=", 1))
        elif program == "python":
            with redirect_stdout(screen):
                runpy.run_path(rest[0], run_name="__main__")
        else:
            assert Path(program).name == "crible", f"{where}: no way to run {command.text!r}"
            self.code = crible(rest, screen)
            expected = {command.exits} if command.exits is not None else {0, 1}
            assert self.code in expected, f"{where}: {command.text} gives exit {self.code}\n{screen.getvalue()}"
        self.printed = screen.getvalue()

    def python(self, block: Block, where: str) -> None:
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(block.text, where, "exec"), self.names)
        self.printed = out.getvalue()

    def csv(self, block: Block, where: str) -> None:
        assert "file" in block.marks, f"{where}: say which file it is: <!-- file: … -->"
        header, *rows = csv.reader(block.text.splitlines())
        assert {len(row) for row in rows} <= {len(header)}, f"{where}: ragged rows"

    def json(self, block: Block, where: str) -> None:
        json.loads(block.text)

    def toml(self, block: Block, where: str) -> None:
        tomllib.loads(block.text)
        if "policy" in block.marks.get("file", "policy"):
            read_policy(block.text, where=where)

    def text(self, block: Block, where: str) -> None:
        assert block.language == "text", f"{where}: nobody here reads {block.language}"


def crible(words: list[str], screen: io.StringIO) -> int:
    """One command, on a terminal, or with `>` into a file."""
    into = None
    if ">" in words:
        words, (into,) = words[: words.index(">")], words[words.index(">") + 1 :]
    data = io.StringIO() if into else screen
    with redirect_stdout(data), redirect_stderr(Talk(screen)):
        try:
            code = main(words)
        except SystemExit as left:
            code = int(left.code or 0)
    if into:
        Path(into).write_text(data.getvalue(), "utf-8")
    return code


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path / "home"))
    here = tmp_path / "here"
    shutil.copytree(ROOT / "examples", here / "examples")
    shutil.copy(ROOT / "examples" / "orders.csv", here)
    (here / "DIR").mkdir()
    (here / "excerpt" / "2026-01-28").mkdir(parents=True)
    shutil.copy(ROOT / "tests/lists/golden/un_sc.xml", here / "excerpt" / "2026-01-28")
    monkeypatch.chdir(here)
    return here


def official(here: Path) -> None:
    for name in OFFICIAL:
        shutil.copytree(SHARED / "data" / name, here / "downloads" / name)


@pytest.mark.parametrize("page", RUNNABLE, ids=named)
def test_what_a_page_says_to_type_does_what_it_shows(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = blocks(page)
    if SHARED.is_dir() and any(block.marks.get("needs") == "shared" for block in found):
        official(folder)
    reader = Reader(page, folder, monkeypatch)
    for block in found:
        reader.read(block)


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_block_of_a_page_is_seen(page: Path) -> None:
    fences = [line for line in page.read_text("utf-8").splitlines() if line.lstrip().startswith("```")]
    assert len(fences) == 2 * len(blocks(page)), "a block is indented, has no language, or a comment above it is broken"


@pytest.mark.parametrize("page", [p for p in pages() if links(p)], ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_the_index_names_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    lists = REFERENCE / "lists"  # one page a list, named on lists.md
    meant = {
        p
        for p in pages()
        if index.parent in p.parents and p != index and p.parent not in (lists, ROOT / "docs/decisions")
    }
    assert sorted(map(named, meant - linked)) == []


@pytest.mark.parametrize("page", pages(), ids=named)
def test_pages_use_the_words_of_the_glossary(page: Path) -> None:
    words = page.read_text("utf-8").lower()
    for never in ("blacklist", "whitelist", "black list", "white list", "suspicious"):
        assert never not in words, f"not our word: {never}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The generated pages, twice, on machines that differ in what must not matter."""
    return tuple(_written(tmp_path_factory.mktemp("reference"), **of) for of in ({}, _ANOTHER))  # type: ignore[return-value]


_ANOTHER = {"PYTHONHASHSEED": "1", "COLUMNS": "40", "TZ": "Asia/Tokyo", "LC_ALL": "C", "CRIBLE_HOME": "nowhere"}


def _written(into: Path, **environment: str) -> dict[str, str]:
    command = [sys.executable, str(ROOT / "tools/write_reference.py"), "--into", str(into)]
    subprocess.run(command, check=True, env={**os.environ, **environment}, cwd=into)
    return _texts(into)


def _texts(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}


def test_the_reference_is_what_its_sources_say_today(written: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
    standing = _texts(REFERENCE)
    assert sorted(standing.keys() ^ written[0].keys()) == []
    stale = [name for name, text in written[0].items() if standing[name] != text]
    assert stale == [], "run `make docs`"


def test_the_reference_is_the_same_on_every_machine(written: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
    assert written[0] == written[1]


@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.name)
def test_every_example_runs_and_says_something(script: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(folder / "examples" / script.name), run_name="__main__")
    assert capsys.readouterr().out.count("\n") > 2
