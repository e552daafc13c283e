# Everything a developer runs. `make` alone lists it; set-up happens when it is first needed.

PYTHON ?= python3
DOCS ?= docs/datasets
OPENAPI ?= docs/openapi.json
ARGS ?=

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --quiet --disable-pip-version-check
LOCKED := $(VENV)/locked
READY := $(VENV)/ready
SCALE_VENV := .venv-scale
SCALE_RUN := $(SCALE_VENV)/bin/python
SCALE_LOCKED := $(SCALE_VENV)/locked
SCALE_READY := $(SCALE_VENV)/ready
EMULATOR_VENV := .venv-emulator
EMULATOR_LOCKED := $(EMULATOR_VENV)/locked
SOURCES := src tests deploy docs/images $(wildcard benchmarks)

# Many tests run the command line as processes of their own: that it is compiled once and kept, also
# where the environment says otherwise, spares each of them a quarter of its start.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help check-machine setup test thorough test-scale lint format types architecture docs demo benchmarks sbom dist lock clean

help: ## this list
	@echo "make <target>, with PYTHON=... to choose the Python that .venv is made from:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

define MACHINE
import ctypes, sys
missing = []
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    missing.append("Python 3.11, 3.12 or 3.13: this one is %d.%d. Choose another: make PYTHON=python3.12 ..."
                   % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    missing.append("Virtual environments. On Debian or Ubuntu: apt-get install python3-venv")
if sys.platform.startswith("linux"):
    try:
        ctypes.CDLL("libgomp.so.1")
    except OSError:
        missing.append("The OpenMP library (libgomp.so.1). On Debian or Ubuntu: apt-get install libgomp1")
if missing:
    sys.exit("This machine lacks what Boxline needs:\n- " + "\n- ".join(missing))
endef
export MACHINE

check-machine: ## say what this machine lacks, and which package brings it
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON). On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c "$$MACHINE"

# Stamps come last: an interrupted set-up starts over. The lock decides every version, the build's
# own tools included; a change of pyproject.toml alone installs Boxline again, and nothing else.
$(LOCKED): requirements.lock
	@$(MAKE) --no-print-directory check-machine
	@echo "Setting up $(VENV): a minute or two, until requirements.lock changes." >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(READY): pyproject.toml $(LOCKED)
	@$(PIP) install --no-build-isolation --no-deps -e .
	@$(RUN) -m compileall -q src
	@touch $@

setup: $(READY) ## make .venv with exactly what requirements.lock names

# A `-m` in ARGS stands last and so decides: ARGS='-m ""' runs all. What picks nothing says where to look.
PYTEST := $(RUN) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --ignore=tests/scale
NOTHING = || { code=$$?; test $$code != 5 || echo "No test of that kind is there: try 'make $(1)'." >&2; exit $$code; }

test: $(READY) ## run the tests and the examples in docstrings (ARGS="-k lock" picks some)
	@$(PYTEST) -m "not thorough" $(ARGS) $(call NOTHING,thorough)

thorough: $(READY) ## run the tests that `make test` leaves out, as they take long
	@$(PYTEST) -m thorough $(ARGS) $(call NOTHING,test)

$(SCALE_LOCKED): requirements-scale.lock
	@$(MAKE) --no-print-directory check-machine
	@echo "Setting up $(SCALE_VENV): some minutes, until requirements-scale.lock changes." >&2
	@$(PYTHON) -m venv --clear $(SCALE_VENV)
	@$(SCALE_RUN) -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-scale.lock
	@touch $@

$(SCALE_READY): pyproject.toml $(SCALE_LOCKED)
	@$(SCALE_RUN) -m pip --quiet --disable-pip-version-check install --no-build-isolation --no-deps -e .
	@touch $@

$(EMULATOR_LOCKED): requirements-emulator.lock
	@$(MAKE) --no-print-directory check-machine
	@echo "Setting up $(EMULATOR_VENV): a minute or two, until requirements-emulator.lock changes." >&2
	@$(PYTHON) -m venv --clear $(EMULATOR_VENV)
	@$(EMULATOR_VENV)/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements-emulator.lock
	@touch $@

test-scale: $(SCALE_READY) $(EMULATOR_LOCKED) ## run the tests of what lies past one machine, with services on loopback
	@$(SCALE_RUN) -m pytest --numprocesses auto --dist loadfile tests/scale $(ARGS)

lint: $(READY) ## check style and formatting
	@$(RUN) -m ruff check $(SOURCES)
	@$(RUN) -m ruff format --check $(SOURCES)

format: $(READY) ## mend what lint can mend
	@$(RUN) -m ruff check --fix-only --quiet $(SOURCES)
	@$(RUN) -m ruff format $(SOURCES)

types: $(READY) ## check the types of src
	@$(RUN) -m mypy --strict src

architecture: $(READY) ## check floors, names and sizes
	@$(RUN) -m pytest --quiet tests/test_architecture.py

docs: $(READY) ## write the pages of all datasets (DOCS=folder), and the OpenAPI
	@$(VENV)/bin/boxline datasets pages $(DOCS)
	@$(VENV)/bin/boxline serve --openapi $(OPENAPI)

demo: $(READY) ## fetch a simulated season over HTTP and run it to graded predictions
	@$(VENV)/bin/boxline demo

# Those that need what an extra brings; a test compares.
OF_SCALE := $(patsubst %,benchmarks/bench_%.py,bigquery_season dagster spark_season workers)
OF_ALL := $(filter-out $(OF_SCALE),$(sort $(wildcard benchmarks/bench_*.py)))

benchmarks: $(READY) $(SCALE_READY) $(EMULATOR_LOCKED) ## run every benchmarks/bench_*.py in turn
	@set -e; for file in $(OF_ALL); do echo "== $$file"; $(RUN) $$file; done
	@set -e; for file in $(OF_SCALE); do echo "== $$file"; $(SCALE_RUN) $$file; done

sbom: $(READY) ## write dist/sbom.cdx.json: what requirements.lock installs (CycloneDX)
	@mkdir -p dist
	@$(VENV)/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type library \
		--output-reproducible --output-format JSON --output-file dist/sbom.cdx.json requirements.lock

# The commit is written into what is built: the package of a release is in no checkout.
dist: $(READY) ## build wheel and sdist into dist/ with the commit in them (COMMIT=..., else HEAD), and the SBOM
	@commit="$${COMMIT:-$$(git rev-parse HEAD)}"; rm -rf dist; \
		trap 'rm -f src/boxline/BUILT_FROM' EXIT; echo "$$commit" > src/boxline/BUILT_FROM; \
		$(VENV)/bin/hatchling build --directory dist
	@$(MAKE) --no-print-directory sbom

COMPILE := uv pip compile --quiet --upgrade --universal --no-strip-extras --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock"

lock: ## choose versions anew for the three locks (needs uv)
	$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra scale --output-file requirements-scale.lock pyproject.toml
	$(COMPILE) --output-file requirements-emulator.lock requirements-emulator.in

clean: ## remove .venv, caches and builds
	rm -rf $(VENV) $(SCALE_VENV) $(EMULATOR_VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
