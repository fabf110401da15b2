"""Prove that what `make demo` and `make test` install needs no compiler, here or elsewhere.

Every locked requirement is resolved to wheels for Linux, macOS and Windows under Python 3.11 to 3.13.
Nothing is installed: pip only has to find a wheel that matches the lock.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLATFORMS = {
    "Linux": ("manylinux_2_28_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64"),
    "macOS": ("macosx_14_0_arm64", "macosx_13_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"),
    "Windows": ("win_amd64",),
}
VERSIONS = ("3.11", "3.12", "3.13")


def check(case: tuple[str, str]) -> str:
    """What pip said where a locked requirement has no wheel for this system and Python; nothing if all have."""
    system, version = case
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--dry-run"]
    command += ["--ignore-installed", "--only-binary", ":all:", "--require-hashes", "--no-deps", "--target", "nowhere"]
    command += ["--implementation", "cp", "--python-version", version]
    command += [part for platform in PLATFORMS[system] for part in ("--platform", platform)]
    for name in ("build", "core", "test"):
        command += ["-r", str(ROOT / "requirements" / f"{name}.txt")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return "" if run.returncode == 0 else f"{system}, Python {version}:\n{run.stderr.strip()}"


def main() -> int:
    """Check every system and Python; print what lacks a wheel."""
    cases = list(product(PLATFORMS, VERSIONS))
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for fault in pool.map(check, cases) if fault]
    print("\n\n".join(faults) or f"wheels for every locked requirement: {len(cases)} systems and Pythons")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
