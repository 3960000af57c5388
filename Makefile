# The newsroom's commands. `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
PYTHON := $(VENV)/bin/python
CORE := requirements/core.txt
EVERYTHING := requirements/core.txt requirements/scale.txt requirements/search.txt requirements/dev.txt
# How many stories `make bench` works with.
N ?= 10000

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# $(call install,NAME,FILES): make .venv and install what these files pin, unless that was done before.
define install
	@want="$$(cat $(2) | cksum)"; \
	if [ "$$(cat $(VENV)/.$(1) 2>/dev/null)" != "$$want" ] || ! $(PYTHON) -c '' 2>/dev/null; then \
		sh scripts/venv $(VENV) $(2) && echo "$$want" > $(VENV)/.$(1); \
	fi
endef

help: ## List these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: ## Start a newsroom to try out, with two stories and four people. PORT=8000
	$(call install,core,$(CORE))
	@DEMO=1 exec $(PYTHON) manage.py up

venv: ## Make .venv with everything that tests and checks need.
	$(call install,everything,$(EVERYTHING))

test: venv ## Check style, imports, types and migrations, then run the tests.
	@$(PYTHON) scripts/test.py

test-all: venv ## The same with the thorough tests, which take several minutes.
	@$(PYTHON) scripts/test.py --all

bench: venv ## Fill a database of its own with N stories and measure every page. N=10000
	@$(PYTHON) -m bench --stories $(N)

bench-scale: venv ## Measure what a hundred times as many stories cost: 1,000 against 100,000, 4 GB of disk.
	@$(PYTHON) -m bench --scale

bench-quotes: venv ## Measure the quotation finder on DATA, stories as JSON Lines. DATA=stories.jsonl
	@nice $(PYTHON) -m bench.quotes "$(DATA)"

bench-similar: venv ## Measure finding the same words among 100,000 made-up quotations, in a database of its own.
	@DEMO=1 DATA_DIR=var/bench/similar DJANGO_SETTINGS_MODULE=bench.settings nice $(PYTHON) manage.py bench_similar_quotes

format: venv ## Put Python and templates into the form that `make test` asks for.
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format --quiet .
	@find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 {} +

lock: ## Choose versions anew and write requirements/*.txt. Needs uv.
	@sh scripts/lock

.PHONY: help run venv test test-all bench bench-scale bench-quotes bench-similar format lock
