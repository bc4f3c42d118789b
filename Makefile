# Two commands matter: `make run` opens the demo network of Malang, `make test` proves everything.
# The rest is listed by `make help`.

PORT ?= 8000
VENV := .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
KENTONGAN := $(BIN)/kentongan
JOBS ?= 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Running ------------------------------------------------------------------------------------

.PHONY: run
run: $(VENV)/.base ## Open the demo network on http://127.0.0.1:$(PORT)
	@KENTONGAN_DEMO=1 exec $(KENTONGAN) run --prepare --port "$(PORT)"

.PHONY: fresh-demo
fresh-demo: ## Forget the demo's data; the next `make run` builds it anew
	rm -rf var/demo.sqlite3 var/demo.sqlite3-shm var/demo.sqlite3-wal var/demo-files

.PHONY: install
install: $(VENV)/.base ## Install what a server needs into .venv

# --- Proving ------------------------------------------------------------------------------------

.PHONY: test
test: lint test-sqlite test-postgres test-browser ## Everything: checks, tests on SQLite and PostgreSQL, browser journeys

.PHONY: lint
lint: $(VENV)/.dev ## Formatting, types, imports, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(PY) tools/djade.py --check
	$(BIN)/mypy

.PHONY: format
format: $(VENV)/.dev ## Put code and templates into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(PY) tools/djade.py

.PHONY: test-sqlite
test-sqlite: $(VENV)/.dev $(VENV)/.nginx ## Tests on SQLite
	env -u DATABASE_URL TEST_NGINX=1 $(BIN)/pytest -q -n $(JOBS) -m "not browser"

.PHONY: test-postgres
test-postgres: $(VENV)/.dev $(VENV)/.nginx ## The same tests on PostgreSQL (TEST_DATABASE_URL, or one of its own)
	TEST_NGINX=1 $(PY) tools/with_postgres.py $(BIN)/pytest -q -n $(JOBS) -m "not browser"

.PHONY: test-browser
test-browser: $(VENV)/.dev $(VENV)/.chromium ## Journeys in a real browser; pictures of failures in var/journeys
	env -u DATABASE_URL $(BIN)/pytest -q -n $(JOBS) -m browser --browser chromium \
	  --output var/journeys --tracing retain-on-failure --screenshot only-on-failure

.PHONY: test-nginx
test-nginx: $(VENV)/.dev $(VENV)/.nginx ## The shipped configuration of nginx, tried with a real one
	env -u DATABASE_URL TEST_NGINX=1 $(BIN)/pytest -q tests/core/test_nginx.py

.PHONY: explore
explore: $(VENV)/.dev ## Look for new examples that break a rule; what it finds becomes a test of its own
	env -u DATABASE_URL $(BIN)/pytest -q -n $(JOBS) -m "not browser" --hypothesis-profile explore \
	  $$(grep -rl "^from hypothesis" tests --include=test_*.py)

.PHONY: coverage
coverage: $(VENV)/.dev ## Which lines no test reaches
	env -u DATABASE_URL $(BIN)/coverage run -m pytest -q -m "not browser"
	$(BIN)/coverage combine -q && $(BIN)/coverage report

.PHONY: bench
bench: $(VENV)/.dev $(VENV)/.nginx ## Pages and assessment at national size, on SQLite and PostgreSQL; BENCH="--parts control-room" for less
	@missed=0; \
	env -u DATABASE_URL $(PY) -m bench $(BENCH) || missed=1; \
	$(PY) tools/with_postgres.py $(PY) -m bench $(BENCH) || missed=1; \
	exit $$missed

# --- Set-up -------------------------------------------------------------------------------------

$(VENV)/.tools: requirements/tools.txt tools/make-venv.sh
	@tools/make-venv.sh $(VENV)
	@touch $@

$(VENV)/.base: $(VENV)/.tools requirements/base.txt pyproject.toml
	@echo "Installing what Kentongan needs"
	@$(BIN)/uv pip install -q --python $(PY) --require-hashes -r requirements/base.txt
	@$(BIN)/uv pip install -q --python $(PY) --no-deps --no-build-isolation --offline --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Installing what the tests need"
	@$(BIN)/uv pip install -q --python $(PY) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.chromium: $(VENV)/.dev tools/get-chromium.sh
	@tools/get-chromium.sh $(PY)
	@touch $@

$(VENV)/.nginx: $(VENV)/.tools tools/get-nginx.sh
	@tools/get-nginx.sh $(VENV)/nginx
	@touch $@

.PHONY: requirements
requirements: $(VENV)/.tools ## Pin every requirement anew, with hashes
	cd requirements && for name in tools base dev; do \
	  ../$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-header --no-annotate \
	    --python-version 3.11 $$name.in -o $$name.txt || exit 1; done

.PHONY: clean
clean: ## Remove what make built, never the data in var/
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache htmlcov
