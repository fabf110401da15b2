"""Quality floors, on the official lists: slow, so at night."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from _shared import SHARED, needs_shared

ROOT = Path(__file__).resolve().parents[2]


@needs_shared
@pytest.mark.nightly
def test_no_floor_is_broken_on_the_held_out_half() -> None:
    bench = runpy.run_path(str(ROOT / "benchmarks" / "quality" / "floors.py"))
    assert bench["faults"](bench["measured"](SHARED / "data", "held_out")) == []


@needs_shared
@pytest.mark.nightly
def test_entries_of_one_body_are_tied_as_people_tied_them() -> None:
    bench = [sys.executable, str(ROOT / "benchmarks" / "clusters.py"), str(SHARED / "data"), "held-out"]
    done = subprocess.run(bench, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
