# gouji: `make audit` audits, `make test` tests; both build their environment first.
PYTHON ?= python3
REPORTS ?= fixtures/documents
TESTS ?= tests
EXAMPLES ?= 1000

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
PINS := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	pyproject.toml requirements/build.in
MAKEFLAGS += --no-print-directory

.PHONY: help setup setup-tests audit test lint lint-style lint-types lint-imports system fixtures pages pins bench bench-accuracy fuzz
help:
	@sed -n 's/^## /make /p' $(firstword $(MAKEFILE_LIST))

## setup            builds .venv with .venv/bin/gouji
setup: $(VENV)/.run
setup-tests: $(VENV)/.test

## audit            audits fixtures/documents, or REPORTS=folder, into build/audit/index.html
audit: setup
	@rm -rf build/audit && mkdir -p build/audit
	@$(BIN)/gouji check "$(REPORTS)" --format console --format html --output build/audit/; status=$$?; \
		test $$status -le 1 && echo "build/audit/index.html"

## test             runs all tests, or TESTS=path
test: setup-tests system
	@$(BIN)/python -m pytest $(TESTS)

## lint             ruff, mypy and the import contracts
lint: lint-style lint-types lint-imports
lint-style: setup-tests
	@$(BIN)/ruff check --quiet --output-format concise .
lint-types: setup-tests
	@$(BIN)/mypy
lint-imports: setup-tests
	@$(BIN)/lint-imports --no-logo

## system           installs (as root on Debian) or names the system packages that the full tests use
system:
	@$(PYTHON) tests/system.py

## fixtures         builds the Word files, PDFs and workbooks of fixtures/documents from their texts
fixtures: setup-tests
	@$(BIN)/python fixtures/build.py

## pages            writes every rule's page into build/pages, in both languages
pages: setup
	@rm -rf build/pages
	@$(BIN)/python -m auditor.handbook build/pages
	@echo build/pages

## bench-accuracy   plants errors in clean reports, writes what was found to benchmarks/results
bench-accuracy: setup-tests
	@$(BIN)/python -m benchmarks.accuracy.run

## bench            measures speed beside other programs, how cost grows, a folder of 10,000; then fuzzes a little
bench: setup-tests
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.scale --measure
	@$(BIN)/python tests/fuzz/campaign.py --examples $(EXAMPLES)

## fuzz             damages files of every format for about half an hour, keeps what fails in tests/fuzz/cases
fuzz: setup-tests
	@$(BIN)/python tests/fuzz/campaign.py --examples 20000

## pins             pins the newest versions that pyproject.toml allows
pins: setup-tests
	@$(PINS) --upgrade --output-file requirements/run.txt
	@$(PINS) --upgrade --extra dev --extra cluster --extra parquet --constraint requirements/run.txt --output-file requirements/test.txt

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q extractor validators auditor
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "gouji needs Python 3.11 or newer as $(PYTHON); name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) lacks the venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
