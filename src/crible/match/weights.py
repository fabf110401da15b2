"""The weights of a match, from weights.toml."""

from typing import Any

from crible.records.table import toml

WEIGHTS: dict[str, Any] = toml("match", "weights.toml")
