# Every target works in a fresh clone: what it needs is installed into .venv first.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-curve format requirements clean

VENV := .venv
RUN := $(VENV)/bin
PIP := $(RUN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
COMPILE := $(RUN)/pip-compile --quiet --strip-extras --unsafe-package distribute --generate-hashes --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
ARGS ?=
SCALE ?= 100000
MOST ?= 100000

# Without its files of bytecode each of hundreds of processes compiles all modules again.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the targets
	@echo "make <target>; variables: PORT (demo), ARGS (test, bench, bench-curve), SCALE (bench), MOST (bench-curve), PYTHON (a Python 3.11 or newer)"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST)

demo: $(VENV)/runtime ## Serve fourme with demo data on http://127.0.0.1:8000 until Ctrl-C
	@exec $(RUN)/python manage.py demo

test: $(VENV)/development ## Run the tests; ARGS="tests/imports -k csv" for some of them
	@exec $(RUN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/development ## Check style, types, layers, migrations, settings and templates
	@RUN=$(RUN) sh .ci/check

bench: $(VENV)/benchmarks ## Measure the speeds, one JSON line each; SCALE=people, ARGS="csv_export" for some of them
	@exec $(RUN)/python -m benchmarks --scale $(SCALE) $(ARGS)

bench-curve: $(VENV)/runtime ## Measure imports of files of all shapes; MOST=rows, ARGS="references failing" for some of them
	@exec $(RUN)/python -m benchmarks.curve --most $(MOST) $(ARGS)

format: $(VENV)/development ## Format the code
	@$(RUN)/ruff check --quiet --fix . ; $(RUN)/ruff format .

requirements: $(VENV)/development ## Pin again what pyproject.toml asks for; ARGS=--upgrade for the newest
	@$(COMPILE) $(ARGS) --output-file requirements.txt pyproject.toml
	@$(COMPILE) $(ARGS) --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml
	@$(COMPILE) $(ARGS) --extra bench --constraint requirements.txt \
		--output-file requirements-bench.txt pyproject.toml

clean: ## Remove the environment and all data of the demo
	rm -rf $(VENV) var

$(VENV)/runtime: requirements.txt
	@VENV=$(VENV) sh .ci/venv
	@echo "Installing what fourme needs…"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt
	@VENV=$(VENV) sh .ci/venv
	@echo "Installing what tests and checks need…"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/runtime

$(VENV)/benchmarks: $(VENV)/runtime requirements-bench.txt
	@echo "Installing what is measured beside fourme…"
	@$(PIP) -r requirements-bench.txt
	@touch $@
