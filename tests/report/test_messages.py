"""The table of sentences: complete, in both languages, with nothing in it that nobody says."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crible
from crible.names.numbers import kinds
from crible.records.decision import ListState, Verdict
from crible.records.entity import NameClass
from crible.records.hit import Agreement, Binds, Kind, LawState, Measure, Severity
from crible.records.table import cell, rows
from crible.records.transaction import Role, Stop
from crible.report.casefile import Effect
from crible.report.sentences import PLACEHOLDER

SRC = Path(crible.__file__).parent
TABLE = SRC / "report" / "tables" / "messages.csv"
MESSAGES = {row["code"]: row for row in rows("report", "messages", ("code", "en", "fr"))}
FAMILIES = {
    "agreement": Agreement,
    "binds": Binds,
    "kind": Kind,
    "law": LawState,
    "measure": Measure,
    "name": NameClass,
    "role": [*Role, *Stop],
    "severity": Severity,
    "state": ListState,
    "verdict": Verdict,
}
OPEN = ("exemption.", "head.", "label.", "settle.")  # looked up by a value, which may be a user's own
COMPOSED = {  # written in two parts where they are used
    *(f"page.{kind}{end}" for kind in Effect for end in ("", "_note")),
    *(f"page.{field}" for field in ("snapshot", "engine", "policy")),
    *(f"table.{column}" for column in ("id", "decision", "who", "why")),
}


def sources() -> Iterator[tuple[Path, str]]:
    for path in sorted(SRC.rglob("*")):
        if path.suffix in {".py", ".j2", ".toml", ".csv"} and path != TABLE:
            yield path, path.read_text("utf-8")


def calls() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Every message(…) with a code written out: where, code, values (`None`: some come out of a mapping)."""
    for path, text in sources():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"message", "Message"}
            ):
                code = node.args[0] if node.args else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    names = [k.arg for k in node.keywords]
                    whole = node.func.id == "message" and None not in names
                    yield f"{path.name}:{node.lineno}", code.value, frozenset(map(str, names)) if whole else None


CALLS = list(calls())


@pytest.mark.parametrize(("where", "code", "values"), CALLS, ids=[f"{where} {code}" for where, code, _ in CALLS])
def test_every_message_has_its_sentence_and_every_value_it_needs(where, code, values) -> None:
    assert code in MESSAGES, f"{where} says {code!r}: add it to messages.csv"
    if values is not None:
        needed = {found[0] for lang in ("en", "fr") for found in PLACEHOLDER.findall(MESSAGES[code][lang])}
        assert needed <= values, f"{where}: {code} also needs {needed - values}"


def test_both_languages_say_everything_with_the_same_values() -> None:
    for code, row in MESSAGES.items():
        assert row["en"].strip(), code
        assert row["fr"].strip(), code
        # A fact that a table keeps in both languages comes as two values, `scope_en` and `scope_fr`.
        en, fr = (
            {(name.removesuffix(f"_{lang}"), kind) for name, kind in PLACEHOLDER.findall(row[lang])}
            for lang in ("en", "fr")
        )
        assert en == fr, code


def test_a_kind_of_value_is_one_that_sentences_know() -> None:
    families = {code.split(".")[1] for code in MESSAGES if code.startswith("label.")}
    for code, row in MESSAGES.items():
        kinds_used = {kind for lang in ("en", "fr") for _, kind in PLACEHOLDER.findall(row[lang])}
        assert kinds_used <= {"", "day", "count", *families}, code
        assert re.search(r"\{(?![a-z][a-z0-9_]*(:[a-z]+)?\})", row["en"] + row["fr"]) is None, f"{code}: a lone brace"


def test_the_table_is_sorted_and_says_nothing_twice() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert codes == sorted(set(codes))


def test_no_sentence_is_left_that_nobody_says() -> None:
    everything = "\n".join(text for _, text in sources())
    # message(f"not_searched.{…}"): the part before the brace stands for the family.
    families = tuple(re.findall(r"essage\(\s*f\"([a-z_.]+\.)\{", everything))
    quiet = [code for code in MESSAGES if not code.startswith((*OPEN, *families)) and code not in COMPOSED]
    orphans = [code for code in quiet if re.sub(r"\.(one|many)$", "", code) not in everything]
    assert orphans == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_of_the_records_has_its_word(family) -> None:
    assert [str(value) for value in FAMILIES[family] if f"label.{family}.{value}" not in MESSAGES] == []


def test_every_kind_of_number_and_every_list_has_its_word() -> None:
    assert [kind for kind in sorted(kinds()) if f"label.number.{kind}" not in MESSAGES] == []
    lists = [path.stem for path in SRC.glob("lists/*.toml")]
    assert [name for name in lists if f'"{name}"' in TABLE.read_text() and f"label.list.{name}" not in MESSAGES] == []


def test_every_exemption_in_our_tables_has_its_words() -> None:
    table = rows("route", "exemptions", ("regime", "codes", "status", "source"))
    exemptions = {code for row in table for code in cell(row["codes"])}
    assert {code for code in exemptions if f"exemption.{code}" not in MESSAGES} == set()


def test_people_are_never_told_that_something_is_safe() -> None:
    promises = re.compile(
        r"\b(safe|safely|cleared|passed the|approved|no risk|sans risque|autorisée? à)\b", re.IGNORECASE
    )
    assert [code for code, row in MESSAGES.items() if promises.search(row["en"]) or promises.search(row["fr"])] == []
