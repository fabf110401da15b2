"""Real official files, kept beside the checkout and never inside it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared (real official files) is not beside this checkout"
)
