# `make help` says what there is. Nothing but python3 (3.11 or newer) with venv, make and git is
# needed; everything else is installed into .venv from pins with hashes.

PYTHON ?= python3
VENV ?= .venv
CATALOGUE_VENV ?= .venv-catalogue
READERS_VENV ?= .venv-readers
DESCRIBERS_VENV ?= .venv-describers
BUCKETS_VENV ?= .venv-buckets
BENCH_VENV ?= .venv-bench
ENGINES_VENV ?= .venv-engines
ENGINES ?= sail spark
HOST ?= 127.0.0.1
PORT ?= 8001
OUTPUT ?= build/next
PYTEST_ARGS ?=
COVERAGE ?=
RUNS ?= 5
SECONDS ?= 30
SMALL ?=
BENCH ?=
ONLY ?=
KEEP ?=
CASES ?= 20000
MINUTES ?= 10
KILLS ?= 200
FLIPS ?= 1000
STEP ?= 1
ENTRIES ?=
SHAPES ?=
BEFORE ?=
PYTHONS ?=
CHECKOUTS ?= build/publishers
FORGE ?=
WORDS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
RUN := $(VENV)/.run
DEVELOPMENT := $(VENV)/.development
MEASURE = mkdir -p build && $(BIN)/python -m slipcover --json --out build/coverage.json
SHOW_COVERAGE = $(BIN)/python -m slipcover --merge build/coverage.json --out build/coverage.json --fail-under $(COVERAGE)
JUDGES := $(CATALOGUE_VENV)/.judges
DESCRIBERS := $(DESCRIBERS_VENV)/.made
BUCKETS := $(BUCKETS_VENV)/.made
COMPARED := $(BENCH_VENV)/.made
MANY := $(ENGINES:%=$(ENGINES_VENV)/%/.made)
READERS := $(patsubst requirements-readers-%.txt,$(READERS_VENV)/%/.made,$(wildcard requirements-readers-*.txt))

.DEFAULT_GOAL := help
.PHONY: help install serve test quick quick-coverage thorough validate build release verify lint check bench bench-diff bench-distance bench-describe bench-site soak differential fuzz bench-hostile kills flips check-catalogue check-readers check-engines check-publishers check-wheel check-buckets vendor-sqlite clean

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

install: $(RUN)  ## make .venv with everything the command needs

serve: $(RUN)  ## validate, build every release and serve it on http://127.0.0.1:8001 (PORT=…, HOST=…)
	@$(BIN)/pressmark validate
	@exec $(BIN)/pressmark serve --host $(HOST) --port $(PORT)

# Every process that a test starts would else compile the tool for itself.
test quick quick-coverage thorough: export PYTHONDONTWRITEBYTECODE =

test: $(DEVELOPMENT)  ## run every test but those that are thorough (COVERAGE=95 measures the branches reached too)
	$(if $(COVERAGE),$(MEASURE),$(BIN)/python) -m pytest $(PYTEST_ARGS)
	$(if $(COVERAGE),$(SHOW_COVERAGE))

quick: $(DEVELOPMENT)  ## run the tests that ask one room or a few (a minute on two cores)
	$(BIN)/python -m pytest -m unit $(PYTEST_ARGS)

# The rooms of layers 0 to 8, from `errors` to `citation`: all but these.
quick-coverage: COVERAGE = 75
quick-coverage: MEASURE += --omit '*/pressmark/__init__.py,*/pressmark/__main__.py,*/pressmark/api.py,*/pressmark/cli/*,*/pressmark/publish/*,*/pressmark/site/*'
quick-coverage: $(DEVELOPMENT)  ## the same, with the branches that they must reach of layers 0 to 8
	$(MEASURE) -m pytest -m unit $(PYTEST_ARGS)
	$(SHOW_COVERAGE)

thorough: $(DEVELOPMENT)  ## run the other tests, which do at length what one of `make test` does once
	$(BIN)/python -m pytest -m thorough $(PYTEST_ARGS)

validate: $(RUN)  ## judge the source records
	$(BIN)/pressmark validate

build: $(RUN)  ## write all files of the next release into build/next (OUTPUT=…)
	$(BIN)/pressmark build --output $(OUTPUT)

release: $(RUN)  ## publish the next release, once
	$(BIN)/pressmark release

verify: $(RUN)  ## prove every published release
	@for entry in datapackage/releases/*/; do $(BIN)/pressmark verify $$(basename $$entry) || exit; done

lint: $(DEVELOPMENT)  ## look at style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

check: lint  ## lint, types, and every test with the coverage it must reach
	$(MAKE) test COVERAGE=95
	$(MAKE) thorough

bench: RECORDS = 1000000
bench: $(RUN) $(if $(SMALL),,$(COMPARED))  ## measure everything beside the programs of others, in over 15 minutes (BENCH=full: ten times the records too, RECORDS=…, RUNS=…, ONLY=sections, KEEP=1 for the page of figures, SMALL=1)
	$(BIN)/python -m tests.bench --records $(RECORDS) --runs $(RUNS) --others $(BENCH_VENV) \
	  $(if $(filter full,$(BENCH)),--full) $(if $(SMALL),--small) $(if $(ONLY),--only $(ONLY)) \
	  $(if $(KEEP),--keep tests/bench/figures.txt)

bench-diff: RECORDS = 1000000
bench-diff: $(RUN)  ## measure diff on two releases beside its goals (RECORDS=…, RUNS=…)
	$(BIN)/python -m tests.bench.revised --records $(RECORDS) --runs $(RUNS)

bench-distance: RECORDS = 1000000
bench-distance: $(RUN)  ## count the bytes and requests that one record of a distant Parquet file takes (RECORDS=…)
	$(BIN)/python -m tests.bench.distance --records $(RECORDS)

bench-describe: $(DEVELOPMENT) $(DESCRIBERS)  ## hold what describe finds of other publishers' tables against what they wrote (CHECKOUTS=folder of owner/name, FORGE=address to fetch them from)
	$(BIN)/python -m tests.bench.describe $(CHECKOUTS) --describers $(DESCRIBERS_VENV) $(if $(FORGE),--forge $(FORGE))

bench-site: RECORDS = 200000
bench-site: $(RUN)  ## measure the site: requests a second, beside plain Datasette, and what attacks cost others (RECORDS=…, SECONDS=…, RUNS=…, BEFORE=an earlier checkout, SMALL=1)
	$(BIN)/python -m tests.bench.site --records $(RECORDS) --seconds $(SECONDS) $(if $(SMALL),--pages 10)
	$(BIN)/python -m tests.bench.plain --records $(RECORDS) --runs $(RUNS) $(if $(BEFORE),--before $(BEFORE)) $(if $(SMALL),--requests 2)
	$(BIN)/python -m tests.bench.attack $(if $(SMALL),--bombs endless --attackers 1 --seconds 0.5 --rest 0.5)
	$(BIN)/python -m tests.bench.questions $(if $(SMALL),--busy 1 --clients 2 --questions 4 --warm 0.5)

soak: MINUTES = 20
soak: $(DEVELOPMENT)  ## serve mixed load for 20 minutes, and see that nothing of the server grows (MINUTES=…)
	$(BIN)/python -m tests.bench.soak --minutes $(MINUTES)

differential: $(DEVELOPMENT)  ## compare with frictionless on 20,000 generated packages (CASES=…, SEED=…)
	$(BIN)/python -m tests.differential.run --cases $(CASES) $(if $(SEED),--seed $(SEED))

fuzz: $(DEVELOPMENT)  ## search for bytes that break the judge, for 10 minutes (MINUTES=…)
	$(BIN)/python -m tests.fuzz.run --minutes $(MINUTES)

bench-hostile: $(DEVELOPMENT)  ## show seconds and memory of every hostile package (ENTRIES=words of their names)
	$(BIN)/python -m tests.hostile.bench $(ENTRIES)

kills: $(DEVELOPMENT)  ## kill a release at 200 points, refuse every change (KILLS=…, STEP=… calls)
	$(BIN)/python -m tests.release_faults kills --kills $(KILLS) --step $(STEP)
	$(BIN)/python -m tests.release_faults faults --step $(STEP)

flips: $(DEVELOPMENT)  ## turn a thousand bits of a release's files, and see each found (FLIPS=…)
	$(BIN)/python -m tests.verify.flips --flips $(FLIPS)

check-catalogue: $(JUDGES)  ## judge citations and metadata by their standards (SHAPES=folder of DCAT-AP's own)
	$(CATALOGUE_VENV)/bin/python tests/metadata/check.py $(if $(SHAPES),--shapes $(SHAPES))

check-readers: $(DEVELOPMENT) $(READERS)  ## open each release with DuckDB 1.1, 1.5 and 2, pandas, Polars, pyarrow, SQLite and R, and all as one lake
	$(BIN)/python -m tests.readers $(READERS_VENV)
	$(BIN)/python -m tests.readers.lake $(READERS_VENV)

check-engines: $(MANY)  ## hold what Spark and Sail report and build to one machine (ENGINES="sail spark", ALL=1)
	@set -e; for each in $(ENGINES); do \
	  PYTHONPATH=pipeline:. $(ENGINES_VENV)/$$each/bin/python -m tests.engines $$each $(if $(ALL),--all); \
	done

check-publishers: $(DEVELOPMENT)  ## judge, build, serve and compare packages of other publishers (CHECKOUTS=folder of owner/name, FORGE=address to fetch them from, WORDS=…)
	$(BIN)/python -m tests.publishers $(CHECKOUTS) $(WORDS) $(if $(FORGE),--forge $(FORGE))

check-wheel: $(DEVELOPMENT)  ## install the wheel's core in empty environments, judge a release, weigh it
	$(BIN)/python -m tests.wheel $(PYTHONS)

check-buckets: $(DEVELOPMENT) $(BUCKETS)  ## deposit releases in a bucket of moto's S3 with boto3
	$(BUCKETS_VENV)/bin/python -m pytest --numprocesses=0 $(PYTEST_ARGS) tests/deposit/check_s3.py

vendor-sqlite: $(DEVELOPMENT)  ## fetch SQLite's WebAssembly build with npm, and compare its digests
	$(BIN)/python -m tests.vendor_sqlite

clean:  ## remove everything that was derived, .venv too
	rm -rf build $(VENV) $(CATALOGUE_VENV) $(READERS_VENV) $(DESCRIBERS_VENV) $(BUCKETS_VENV) $(BENCH_VENV) $(ENGINES_VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find pipeline tests -name __pycache__ -prune -exec rm -rf {} +

$(RUN): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(JUDGES): requirements-catalogue.txt
	$(PYTHON) -m venv $(CATALOGUE_VENV)
	$(CATALOGUE_VENV)/bin/python -m pip --disable-pip-version-check --quiet install \
	  --require-hashes --requirement requirements-catalogue.txt
	@touch $@

$(DESCRIBERS): requirements-describers.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install \
	  --require-hashes --requirement $<
	@touch $@

# boto3 asks for an older python-dateutil: it stands before what the tests have, and apart from it.
$(BUCKETS): requirements-buckets.txt $(DEVELOPMENT)
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install \
	  --require-hashes --requirement $<
	$(BIN)/python -c 'import site; print("import site; site.addsitedir(%r)" % site.getsitepackages()[0])' \
	  > $$($(@D)/bin/python -c 'import site; print(site.getsitepackages()[0])')/tests.pth
	@touch $@

$(COMPARED): requirements-bench.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install \
	  --require-hashes --requirement $<
	@touch $@

$(ENGINES_VENV)/%/.made: requirements-%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install \
	  --require-hashes --requirement $<
	@touch $@

$(READERS_VENV)/%/.made: requirements-readers-%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install \
	  --require-hashes --requirement $<
	@touch $@

$(DEVELOPMENT): $(RUN) requirements-dev.txt
	$(PIP) --require-hashes --requirement requirements-dev.txt
	@touch $@
