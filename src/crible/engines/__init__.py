"""How many at once? Engines only carry screen() to the data; the answer is the same from each."""

from crible.engines.local import read_file, screen_all, screen_file

__all__ = ["read_file", "screen_all", "screen_file"]
