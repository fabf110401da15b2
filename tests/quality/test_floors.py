"""Quality floors, on the official lists: slow, so at night."""

import runpy
from pathlib import Path

import pytest

from _shared import SHARED, needs_shared

ROOT = Path(__file__).resolve().parents[2]


@needs_shared
@pytest.mark.nightly
def test_no_floor_is_broken_on_the_held_out_half() -> None:
    bench = runpy.run_path(str(ROOT / "benchmarks" / "quality.py"))
    assert bench["faults"](bench["measured"](SHARED / "data", "held_out")) == []
