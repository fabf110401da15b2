"""The house keeps its promises: who may import whom, what is pure, what the docs say."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "crible"
PURE = ("screening", "lists", "intake", "match", "ownership", "goods", "route", "redflags", "press", "names", "records")
MODULES = sorted(SRC.rglob("*.py"))


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(copy / "pyproject.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONSAFEPATH": "1"}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(SRC, tmp_path / "src" / "crible", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("goods", "import crible.route"),  # sideways
        ("names", "from crible.match import compare"),  # upwards
        ("goods", "import sqlite3"),  # the outside world, below the waterline
        ("match", "from anyascii import anyascii"),  # transliteration outside names
    ],
)
def test_the_contracts_refuse_a_forbidden_import(copy: Path, room: str, line: str) -> None:
    (copy / "src" / "crible" / room / "trespass.py").write_text(f'"""A trespass."""\n\n{line}\n')
    result = lint(copy)
    assert result.returncode != 0, result.stdout + result.stderr
    assert "trespass" in result.stdout


def test_the_contracts_refuse_an_unknown_room(copy: Path) -> None:
    (copy / "src" / "crible" / "utils").mkdir()
    (copy / "src" / "crible" / "utils" / "__init__.py").write_text('"""No room."""\n')
    result = lint(copy)
    assert result.returncode != 0
    assert "utils" in result.stdout


def calls(module: Path) -> set[str]:
    tree = ast.parse(module.read_text("utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m.relative_to(SRC).parts[0] in PURE], ids=lambda m: str(m.relative_to(SRC))
)
def test_below_the_waterline_nothing_is_opened_and_no_clock_is_read(module: Path) -> None:
    forbidden = {"open", "print", "input", "date.today", "datetime.now", "Path", "eval", "exec", "__import__"}
    assert not calls(module) & forbidden


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(SRC)))
def test_nothing_is_unpickled_and_no_shell_is_called(module: Path) -> None:
    text = module.read_text("utf-8")
    assert "pickle" not in text.replace("allow_pickle=False", "").replace("unpickled", "").replace("no pickle", "")
    assert "shell=True" not in text
    assert not re.search(r"np\.load\((?!.*allow_pickle=False)", text)


def test_importing_crible_loads_no_library() -> None:
    heavy = ("numpy", "lxml", "jinja2", "msgspec", "openpyxl")
    code = f"import sys, crible; print(*(m for m in {heavy} if m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_every_public_name_is_there() -> None:
    import crible

    for name in (*crible.__all__, "__version__"):
        assert getattr(crible, name)
    with pytest.raises(AttributeError):
        _ = crible.nothing_of_the_kind


@pytest.mark.parametrize("table", sorted(SRC.rglob("tables/*.csv")), ids=lambda p: str(p.relative_to(SRC)))
def test_no_packaged_table_is_empty_or_ragged(table: Path) -> None:
    import csv

    header, *rows = csv.reader(table.read_text("utf-8").splitlines())
    assert rows
    assert {len(row) for row in rows} == {len(header)}


def test_no_tracked_file_names_this_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    if not any(tracked):
        pytest.skip("not a git checkout")
    home = re.compile(r"/(work|root|opt/pypi|tmp/scout)\b")
    found = [
        name
        for name in tracked
        if name
        and (ROOT / name).is_file()
        and (ROOT / name).stat().st_size < 2_000_000
        and home.search((ROOT / name).read_text("utf-8", "replace"))
        and name != "tests/test_house.py"
    ]
    assert found == []
