# `make` brings everything; what it makes can be deleted, and `make` brings it back.
SHELL := bash
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv
export DBT_PROFILES_DIR := $(CURDIR)
DATABASE := $(or $(TIMM_PICKER_DATABASE),timm.duckdb)

.PHONY: all environment database lint tested-database test stress extensions mutations estimates bench pictures docs \
	lock audit clean

# The database and the site.
all: database
	@python charts/render.py
	@echo "Open site/index.html"

# Python's packages in .venv, each as requirements.txt locks it.
environment: .venv/installed

.venv/installed: requirements.txt
	@echo "Installing requirements.txt into .venv"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement <(sed -n '/^uv==/,/[^\\]$$/p' requirements.txt)
	@uv pip install --quiet --require-hashes --requirement requirements.txt
	@touch $@

# A new file that takes the old one's place once every test has passed, so that readers never wait and never see half.
# The log beside the old one, which a killed `dbt build` leaves, must not be read into the new one.
database: environment
ifneq ($(filter ducklake:%,$(DATABASE)),)
	@dbt --log-level warn build
else
	@beside=$$(dirname "$(DATABASE)") && \
	if [ ! -d "$$beside" ]; then echo "TIMM_PICKER_DATABASE: there is no folder $$beside" >&2; exit 1; fi && \
	folder=$$(mktemp -d "$$beside/.build.XXXXXX") && trap 'rm -rf "$$folder"' EXIT && \
	TIMM_PICKER_DATABASE="$$folder/timm.duckdb" dbt --log-level warn build --target-path target/make && \
	rm -f "$(DATABASE).wal" && mv "$$folder/timm.duckdb" "$(DATABASE)"
endif
	@echo "Built $(DATABASE)"

# The linters of SQL, Python and JavaScript.
lint: environment
	sqlfluff lint models analysis tests
	ruff check charts macros measure models tests
	ruff format --check charts macros measure models tests
	deno lint --quiet --rules-include=eqeqeq charts/page
	deno fmt --quiet --check --line-width=120 charts/page/*.js

# The database that tests read, made anew; they never touch the user's.
tested-database test stress: export TIMM_PICKER_DATABASE := $(CURDIR)/target/test/timm.duckdb
tested-database: environment
	@rm -rf target/test && mkdir -p target/test
	dbt --log-level warn build --target-path target/test --log-path target/test

# Every test but the slow ones: three minutes.
test: lint tested-database
	pytest --numprocesses 2 --dist loadfile

# Bad input, kills, a crowd of readers, and the lake in a PostgreSQL of the tests' own: eight minutes.
stress: tested-database extensions
	pytest --numprocesses 2 --dist loadfile tests/stress

# DuckDB's extensions for a lake, from the environment's packages: for machines that cannot reach DuckDB's repository.
extensions: environment
	@python -c "from duckdb_extensions import import_extension as add; add('ducklake', True); add('postgres_scanner', True)"

# Changes the SQL in many places, one at a time, and lists which test notices: about eight minutes.
mutations: environment
	python tests/mutations.py

# How far the estimated speeds are off on devices that were never seen: about three minutes.
estimates: environment
	python tests/estimates.py

# What a build, the charts and the answers cost beside what one would do instead: five minutes.
bench: environment
	python tests/bench.py

# The README's picture of the page, in a Chromium of this machine.
pictures: environment
	python charts/render.py
	python tests/screenshots.py site docs/picker.png

# dbt's documentation of every relation and column, as one static page.
docs: environment
	dbt docs generate --static
	@echo "Open target/static_index.html"

# The newest versions of requirements.in, locked in requirements.txt for every platform and Python from 3.11 on.
lock:
	$(PYTHON) -m venv target/lock
	target/lock/bin/pip install --quiet uv
	target/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --strip-extras requirements.in --output-file requirements.txt

# Whether a locked version has a known vulnerability; asks the package index.
audit:
	$(PYTHON) -m venv target/audit
	target/audit/bin/pip install --quiet pip-audit
	target/audit/bin/pip-audit --require-hashes --disable-pip --requirement requirements.txt

# Deletes what `make` makes.
clean:
	rm -rf .venv site target logs timm.duckdb timm.duckdb.wal .build.*
