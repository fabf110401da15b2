# Two of these work on a fresh machine with Python ≥ 3.11, pip and make: `make demo` and `make test`.
# The first sets up and screens examples/orders.csv; the second sets up and runs the tests.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKED := --require-hashes --only-binary :all:

.PHONY: help demo test check nightly interop bench docs lock clean

help:
	@echo "make demo      screen examples/orders.csv against the embedded register; writes demo/report.html"
	@echo "make test      run the tests"
	@echo "make check     all that CI runs: the tests, ruff, mypy, import contracts, wheels, locks, docs"
	@echo "make nightly   the slow tests too"
	@echo "make interop   against FollowTheMoney itself (needs a compiler and ICU headers)"
	@echo "make bench     speed and quality, as ratios against baselines of the same run"
	@echo "make docs      write the generated reference pages anew"
	@echo "make lock      lock the requirements anew (needs uv)"

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "crible needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/core.done: requirements/core.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(PIP) $(LOCKED) -r requirements/build.txt -r requirements/core.txt
	$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/test.done: $(VENV)/core.done requirements/test.txt
	$(PIP) $(LOCKED) -r requirements/test.txt
	@touch $@

demo: $(VENV)/core.done
	@mkdir -p demo
	@$(BIN)/crible screen examples/orders.csv --snapshot embedded --format table --report demo/report.html \
		|| test $$? -eq 1
	@echo "The full report: demo/report.html"

test: $(VENV)/test.done
	$(BIN)/pytest --cov --cov-report=term:skip-covered

check: test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_wheels.py

nightly: $(VENV)/test.done
	$(BIN)/pytest -m "nightly or not nightly" --hypothesis-profile=nightly

# PyICU is built from source: on Debian, apt-get install g++ pkg-config libicu-dev.
interop: $(VENV)/test.done
	$(PIP) --no-build-isolation --editable ".[interop]"
	$(BIN)/pytest -n 0 -m interop tests

bench: $(VENV)/test.done
	$(BIN)/python benchmarks/lists.py
	$(BIN)/python benchmarks/intake.py
	$(BIN)/python benchmarks/screen.py
	$(BIN)/python benchmarks/quality/floors.py

docs: $(VENV)/core.done
	$(BIN)/python tools/write_reference.py

lock:
	uv pip compile pyproject.toml $(UVFLAGS) -o requirements/core.txt
	uv pip compile pyproject.toml --group dev $(UVFLAGS) -o requirements/test.txt
	printf 'hatchling\neditables\n' | uv pip compile - $(UVFLAGS) -o requirements/build.txt

UVFLAGS := --quiet --universal --generate-hashes --python-version 3.11 --only-binary :all: \
	--no-emit-index-url --no-annotate --no-header

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
