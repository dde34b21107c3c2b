# `make run` and `make test` set everything up by themselves; CONTRIBUTING.md says what each is for.
.DEFAULT_GOAL := run
.PHONY: run test slow fast gui lint types lock migrate package train evaluate dev

SETUP := sh build/python.sh build/prepare.py
PY := .venv/bin/python
WORKERS ?= 2
ARGS ?=
WHY ?=
# What was compiled once is kept: the tests start Desk many times.
export PYTHONDONTWRITEBYTECODE :=

run:
	@sh build/python.sh build/run.py $(ARGS)

test: lint types
	@$(PY) -m pytest -q -n $(WORKERS) $(ARGS)

slow: dev
	@$(SETUP) slow
	@$(PY) -m pytest -q -n $(WORKERS) -m slow $(ARGS)

fast: dev
	@$(PY) -m pytest -q tests/domain tests/operations $(ARGS)

gui: dev
	@$(PY) -m pytest -q tests/gui $(ARGS)

lint: dev
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

types: dev
	@$(PY) -m mypy

lock: dev
	@$(PY) build/lock.py

migrate: dev
	@$(PY) build/migrate.py "$(WHY)"

train: dev
	@$(PY) build/train.py

evaluate: dev
	@$(PY) build/evaluate.py $(ARGS)

package:
	@$(SETUP) package
	@$(PY) -m PyInstaller --noconfirm --log-level WARN --workpath .work/pyinstaller --distpath dist desk.spec

dev:
	@$(SETUP) dev
