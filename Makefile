PYTHON ?= python3
BIN := .venv/bin
RUN_LOCK := requirements/run.txt
DEV_LOCK := requirements/dev.txt

.PHONY: install install-dev run test lint bench soak demo lock assets clean

install: .venv/.run ## the command ends up at .venv/bin/overens

install-dev: .venv/.dev

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python $(RUN_LOCK) pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(RUN_LOCK)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.run $(DEV_LOCK)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(DEV_LOCK)
	touch $@

run: install ## web and scheduler on 127.0.0.1, with a sample agreement
	$(BIN)/python -m service.cli.start

test: install-dev
	$(BIN)/python -m tests.run

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check migrations/versions
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-dev
	$(BIN)/python -m bench

soak: install-dev
	$(BIN)/pytest -q -m soak

demo: install
	$(BIN)/overens migrate
	$(BIN)/overens demo

lock: install-dev ## rewrite the locks from pyproject.toml, without index addresses
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --quiet --upgrade -o $(RUN_LOCK)
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --quiet -c $(RUN_LOCK) -o $(DEV_LOCK)

clean:
	rm -rf .venv build var *.egg-info
