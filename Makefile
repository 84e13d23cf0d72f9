# Every target brings its own environment up; a second run installs nothing.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
READY := $(VENV)/.ready

.PHONY: setup demo test check screens bench bench-quick torture load clauses lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新版本，现为 " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

demo: setup
	$(BIN)/jixiao demo

test: setup
	$(BIN)/pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

# Needs programs of the system: a browser, an office suite, a Chinese font (see .ci/run).
screens: setup
	$(BIN)/pytest tests/screens

clauses: setup
	$(BIN)/pytest --clauses

bench: setup
	$(BIN)/jixiao bench

bench-quick: setup
	$(BIN)/jixiao bench --quick

# Kills, power cuts and full disks, less than twenty minutes; result in build/torture.json.
torture: setup
	$(BIN)/python -m tests.torture

# Two hundred people at once for a minute.
load: setup
	$(BIN)/python -m tests.load.run

# Needs uv; names no registry.
lock:
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --universal --python-version 3.11 --extra dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf build dist data
