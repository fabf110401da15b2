"""Our validator and the FollowTheMoney library agree. Needs the [interop] extra."""

import importlib.util
import json
from pathlib import Path

import pytest

from crible.lists import crible_uav
from crible.lists.ftm import faults
from crible.records.entity import Entity

pytestmark = pytest.mark.interop
model = pytest.importorskip(
    "followthemoney", reason="followthemoney is not installed: pip install crible[interop]"
).model
ROOT = Path(__file__).resolve().parents[2]
EMITTED = [e for s in crible_uav.subjects() for e in (s.entity, *s.sanctions, *s.around)]


def library_faults(entity: Entity) -> list[str]:
    """The properties of which the library does not know the name, or would change or refuse a value."""
    schema = model.get(entity.schema)
    found = [prop for prop in schema.required if not entity.get(prop)]
    for prop, values in entity.properties.items():
        if (rule := schema.get(prop)) is None or rule.validate(list(values)) is not None:
            found.append(prop)
        elif rule.type.name in ("date", "country", "topic", "gender"):
            found += [prop for value in values if rule.type.clean(value) != value]
    return found


def test_every_entity_of_the_register_is_valid_to_the_library_too() -> None:
    assert {e.id: library_faults(e) for e in EMITTED if library_faults(e) or faults(e)} == {}


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        ("birthDate", "1961-13"),
        ("birthDate", "1961-03-07"),
        ("birthDate", "2021-02-16T21:48"),
        ("country", "su"),
        ("country", "suhh"),
        ("country", "xk"),
        ("country", "ua-43"),
        ("topics", "sanctions"),
        ("topics", "sanction"),
        ("gender", "male"),
        ("gender", "boy"),
        ("passportNumber", "1" * 65),
        ("imoNumber", "9240914"),
        ("email", "nobody"),
        ("email", "info@pouyaair.com"),
        ("name", "B" * 384),
    ],
)
def test_the_library_agrees_on_single_values(prop: str, value: str) -> None:
    entity = Entity(id="p", schema="Person", properties={"name": ("A B",)} | {prop: (value,)}, datasets=("a",))
    assert bool(faults(entity)) == bool(library_faults(entity))


def test_entities_survive_the_library_unchanged() -> None:
    for entity in EMITTED:
        raw = {
            "id": entity.id,
            "schema": entity.schema,
            "properties": {p: list(v) for p, v in entity.properties.items()},
        }
        back = model.get_proxy(raw).to_dict()
        assert {p: tuple(sorted(v)) for p, v in back["properties"].items()} == {
            p: tuple(sorted(v)) for p, v in entity.properties.items()
        }


def test_the_packaged_schema_is_what_the_tool_compiles() -> None:
    spec = importlib.util.spec_from_file_location("compile_ftm_schema", ROOT / "tools/compile_ftm_schema.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert json.loads(tool.TARGET.read_text("utf-8")) == tool.compiled()
