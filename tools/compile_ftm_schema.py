"""FollowTheMoney's schema in one file: the packaged lists/tables/ftm_schema.json.

The library itself needs a compiler and ICU, so crible carries what a validator must know of it. Run in an
environment that has it (pip install followthemoney):  python tools/compile_ftm_schema.py
"""

import json
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "src/crible/lists/tables/ftm_schema.json"


def compiled() -> dict[str, Any]:
    """Schemata with the properties they add to their parents', and the codes that properties may hold."""
    model = import_module("followthemoney").model
    registry = import_module("followthemoney.types").registry
    return {
        "name": "followthemoney",
        "version": version("followthemoney"),
        "source": "https://github.com/opensanctions/followthemoney",
        "licence": "MIT",
        "longest": {kind.name: kind.max_length for kind in sorted(registry.types, key=lambda kind: kind.name)},
        "countries": sorted(registry.country.codes),
        "genders": sorted(registry.gender.codes),
        "topics": sorted(registry.topic.codes),
        "schemata": {schema.name: _schema(schema) for schema in sorted(model, key=lambda schema: schema.name)},
    }


def _schema(schema: Any) -> dict[str, Any]:
    own = (p for p in schema.properties.values() if p.schema is schema and not p.stub)
    return {
        "parents": sorted(parent.name for parent in schema.schemata if parent is not schema),
        "matchable": schema.matchable,
        "edge": [schema.edge_source, schema.edge_target] if schema.edge else [],
        "caption": list(schema.caption),
        "required": list(schema.required),
        "properties": {p.name: _property(p) for p in sorted(own, key=lambda p: str(p.name))},
    }


def _property(prop: Any) -> list[str | int]:
    """Its type; for entities the schema pointed to; for others the longest value where it is its own."""
    if prop.range is not None:
        return [prop.type.name, prop.range.name]
    return [prop.type.name] if prop.max_length == prop.type.max_length else [prop.type.name, prop.max_length]


def main() -> None:
    """Write it with sorted keys, a schema to a line, so that a new release can be read as a difference."""
    content = compiled()
    schemata = content.pop("schemata")
    head = ",\n".join(f"{json.dumps(key)}: {_line(value)}" for key, value in content.items())
    body = ",\n".join(f"{json.dumps(name)}: {_line(schema)}" for name, schema in schemata.items())
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(f'{{\n{head},\n"schemata": {{\n{body}\n}}\n}}\n', encoding="utf-8", newline="\n")
    print(f"followthemoney {content['version']}: {len(schemata)} schemata -> {TARGET.name}")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
