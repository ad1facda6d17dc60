# `make` brings everything; what it makes can be deleted, and `make` brings it back.
SHELL := bash
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv
export DBT_PROFILES_DIR := $(CURDIR)

.PHONY: all environment database lint test test-database bad-input lake hard-use extensions mutations estimates bench \
	pictures docs lock audit clean

all: database
	@python charts/render.py
	@echo "Open site/index.html"

# A fresh file, renamed into its place once every test has passed: who reads never waits, and never sees half a build.
# The write-ahead log of a killed `dbt build` goes with the file that it belongs to. A lake's readers see whole builds
# alone, so there `dbt build` will do.
DATABASE := $(or $(TIMM_PICKER_DATABASE),timm.duckdb)

database: environment
ifneq ($(filter ducklake:%,$(DATABASE)),)
	@dbt --log-level warn build
else
	@folder=$$(mktemp -d "$(dir $(abspath $(DATABASE))).build.XXXXXX") && trap 'rm -rf "$$folder"' EXIT && \
	TIMM_PICKER_DATABASE="$$folder/timm.duckdb" dbt --log-level warn build --target-path target/make && \
	rm -f "$(DATABASE).wal" && mv "$$folder/timm.duckdb" "$(DATABASE)"
endif
	@echo "Built $(DATABASE)"

environment: .venv/installed

.venv/installed: requirements.txt
	@echo "Installing requirements.txt into .venv"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement <(sed -n '/^uv==/,/[^\\]$$/p' requirements.txt)
	@uv pip install --quiet --require-hashes --requirement requirements.txt
	@touch $@

lint: environment
	sqlfluff lint models analysis tests
	ruff check .
	ruff format --check .
	deno lint --quiet --rules-include=eqeqeq charts/page
	deno fmt --quiet --check --line-width=120 charts/page/*.js

# A scratch database, so that a test never touches the user's.
test test-database bad-input lake hard-use: export TIMM_PICKER_DATABASE := $(CURDIR)/target/test/timm.duckdb

test: lint
	rm -rf target/test
	mkdir -p target/test
	dbt build --target-path target/test --log-path target/test
	pytest

test-database: environment
	mkdir -p target/test
	dbt build --quiet --target-path target/test --log-path target/test

# Each kind of bad input that a file or a seed can have: about three minutes.
bad-input: test-database
	pytest tests/hard_use/test_bad_*.py

# The lake in a PostgreSQL of the tests' own, every mart row by row, without a crowd: about two minutes.
lake: test-database extensions
	pytest tests/hard_use/test_lake.py -m "not crowd"

# Bad input, kills, full disks, crowds and the lake, every slow test: about twenty minutes.
hard-use: bad-input extensions
	pytest tests/hard_use --ignore-glob='*/test_bad_*'

# DuckDB's extensions for a lake from the environment's packages, for machines that cannot reach DuckDB's repository.
extensions: environment
	python -c "from duckdb_extensions import import_extension as add; add('ducklake', True); add('postgres_scanner', True)"

# Changes the SQL in many places, one at a time, and lists which test notices: about five minutes.
mutations: environment
	python tests/mutations.py

# How far the estimated speeds are off on devices that were never seen: about three minutes.
estimates: environment
	python tests/estimates.py

# What a build, the charts and the answers cost beside what one would do instead: about ten minutes, and 6 GB for pandas.
bench: environment
	python tests/bench.py

# The README's pictures: a chart, and the site in a Chromium of this machine.
pictures: environment
	python charts/render.py inference-subset-benchmark --format png --out docs
	python charts/render.py
	python tests/screenshots.py site docs

# dbt's documentation of every relation and column, as one static page.
docs: environment
	dbt docs generate --static
	@echo "Open target/static_index.html"

# `requirements.txt` from `requirements.in`, for every platform and every Python from 3.11 on.
lock:
	$(PYTHON) -m venv target/lock
	target/lock/bin/pip install --quiet uv
	target/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --strip-extras requirements.in --output-file requirements.txt

# Whether a locked version has a known vulnerability; asks the package index, which says so of each it does not know.
audit:
	$(PYTHON) -m venv target/audit
	target/audit/bin/pip install --quiet pip-audit
	target/audit/bin/pip-audit --require-hashes --disable-pip --requirement requirements.txt

clean:
	rm -rf .venv site target logs timm.duckdb timm.duckdb.wal .build.*
