# The newest there is of the versions that the locks are for: from 3.12 on the tests' coverage costs next to nothing.
PYTHON ?= $(shell for minor in 14 13 12; do \
	for one in python3.$$minor "$$(pyenv prefix 3.$$minor 2>/dev/null)/bin/python3.$$minor"; do \
	"$$one" -c "import ensurepip" 2>/dev/null && echo "$$one" && exit; done; done; echo python3)
BIN := .venv/bin
RUN_LOCK := requirements/run.txt
DEV_LOCK := requirements/dev.txt

.PHONY: install install-dev run test lint bench soak demo lock clean help

install: .venv/.run ## the command ends up at .venv/bin/overens

install-dev: .venv/.dev

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python $(RUN_LOCK) pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(RUN_LOCK)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.run $(DEV_LOCK)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(DEV_LOCK)
	touch $@

run: install ## web and scheduler on 127.0.0.1, with a sample agreement
	$(BIN)/python -m service.cli.start

test: install-dev ## style, types, layers and every test
	$(BIN)/python -m tests.run

lint: install-dev ## style, types and layers alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check migrations/versions
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-dev ## speed against peers, as ratios; BENCH_FULL=1 with PostgreSQL and more rows
	$(BIN)/python -m bench

soak: install-dev ## the long loops, and every test of a page on both databases and in every way of looking
	$(BIN)/pytest -q -n auto --dist worksteal --all-twins tests/web
	$(BIN)/pytest -q -m soak

demo: install ## an agreement in every stage
	$(BIN)/overens migrate
	$(BIN)/overens demo

lock: install-dev ## rewrite the locks from pyproject.toml, without index addresses
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --quiet --upgrade -o $(RUN_LOCK)
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --quiet -c $(RUN_LOCK) -o $(DEV_LOCK)

clean:
	rm -rf .venv build var *.egg-info

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'
