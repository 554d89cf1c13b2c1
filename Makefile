# Everything runs in .venv, made from requirements.lock. `make demo` and `make test` are all a new machine needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PYTHONHASHSEED := 0

.PHONY: demo test coverage check evaluate bench serve page clean install system lock docs dist dist-check fuzz

demo: install  ## build the example's record and print the brief of 14 December 2020
	@$(BIN)/python examples/demo.py

test: install system page check  ## lint, types, imports, docs, then every test
	@$(BIN)/python -m pytest -q --numprocesses=2 --dist=loadfile

coverage: install system page  ## what no test runs
	@$(BIN)/python -m pytest -q --cov --cov-report=term:skip-covered

check: install  ## lint, formatting, types, import contracts, generated docs
	@$(BIN)/ruff check src tests evaluation examples docs tools hatch_build.py
	@$(BIN)/ruff format --check src tests evaluation examples docs tools hatch_build.py
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python docs/generate.py --check
	@$(BIN)/python tools/build_page.py check

evaluate: install demo/karabakh-2020.gpkg  ## score the reading on the sample and the corpora that are there; tamper with a record
	@$(BIN)/python -m evaluation sample
	@$(BIN)/python -m evaluation all $(if $(ACCEPT),--accept)
	@$(BIN)/python -m evaluation calibration
	@$(BIN)/python -m evaluation.tampering demo/karabakh-2020.gpkg

bench: install  ## time the main operations against the alternatives a user would pick
	@$(BIN)/python -m evaluation.bench
	@$(BIN)/python -m evaluation.bench_zones
	@$(BIN)/python -m evaluation.bench_records
	@$(BIN)/python -m evaluation.bench_web
	@$(BIN)/python -m evaluation.bench_postgis
	@$(BIN)/python -m evaluation.bench_cluster --documents 2000

fuzz: install  ## fuzz every parser of outside bytes, or TARGETS, the least fuzzed first, until each has FUZZ_SECONDS over all runs
	@$(BIN)/python -m tests.fuzz $(TARGETS) --seconds $(or $(FUZZ_SECONDS),1200) --processes $(or $(FUZZ_PROCESSES),2); \
		ended=$$?; $(BIN)/python -m tests.fuzz --results; exit $$ended

serve: demo/karabakh-2020.gpkg page  ## open the example's record in the browser, on this machine only
	@$(BIN)/groundtruce serve demo/karabakh-2020.gpkg

demo/karabakh-2020.gpkg: $(VENV)/.installed
	@$(MAKE) --no-print-directory demo

page: install  ## build the page that `groundtruce serve` shows, where its sources changed
	@$(BIN)/python tools/build_page.py

dist: install page  ## build the wheel, with its bill of materials, and the sdist into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation --outdir dist . >/dev/null
	@ls -1 dist

dist-check: dist  ## install the wheel into empty environments, the core and each extra by itself, and use each
	@$(BIN)/python tools/check_install.py dist/*.whl --results evaluation/results/install.json

docs: install  ## write the generated parts of docs/ anew
	@$(BIN)/python docs/generate.py

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is missing: apt-get install python3 python3-venv"; exit 2; }
	@# Debian keeps what makes environments in a package of its own.
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
		|| { rm -rf $(VENV); bash .ci/system-packages python3-venv && $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

system:  ## the system packages that tests and PDFs need
	@bash .ci/system-packages

lock:  ## pin every dependency anew, with hashes
	@$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--unsafe-package pyicu --all-extras --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) demo build dist src/groundtruce/web/page workbench/node_modules .coverage .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
