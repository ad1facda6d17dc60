# `make` brings everything; what it makes can be deleted, and `make` brings it back.
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv
export DBT_PROFILES_DIR := $(CURDIR)

.PHONY: all environment lint test hard-use mutations estimates bench pictures docs lock clean

all: environment
	dbt build
	python charts/render.py
	@echo "Open site/index.html"

environment: .venv/installed

.venv/installed: requirements.txt
	$(PYTHON) -m venv .venv
	pip install --quiet --require-hashes --requirement requirements.txt
	touch $@

lint: environment
	sqlfluff lint models analysis tests
	ruff check .
	ruff format --check .

# A scratch database, so that a test never touches the user's.
test: export TIMM_PICKER_DATABASE := $(CURDIR)/target/test/timm.duckdb
test: lint
	rm -rf target/test
	mkdir -p target/test
	dbt build --target-path target/test --log-path target/test
	pytest

# Bad input of every kind: the slow tests.
hard-use: export TIMM_PICKER_DATABASE := $(CURDIR)/target/test/timm.duckdb
hard-use: environment
	mkdir -p target/test
	dbt build --quiet --target-path target/test --log-path target/test
	pytest tests/hard_use

# Changes the SQL in many places, one at a time, and lists which test notices: about ten minutes.
mutations: environment
	python tests/mutations.py

# How far the estimated speeds are off on devices that were never seen: about three minutes.
estimates: environment
	dbt build --quiet
	python tests/estimates.py

# What a build, the charts and the answers cost beside what one would do instead: about ten minutes, and 6 GB for pandas.
bench: environment
	python tests/bench.py

# The README's pictures.
pictures: environment
	python charts/render.py inference-subset-benchmark --format png --out docs

# dbt's documentation of every relation and column, as one static page.
docs: environment
	dbt docs generate --static
	@echo "Open target/static_index.html"

# `requirements.txt` from `requirements.in`, for every platform and every Python from 3.11 on.
lock:
	$(PYTHON) -m venv target/lock
	target/lock/bin/pip install --quiet uv
	target/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --no-strip-extras requirements.in --output-file requirements.txt

clean:
	rm -rf .venv site target logs timm.duckdb timm.duckdb.wal
