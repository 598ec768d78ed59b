# Needs make and Python 3.11 or newer with venv; the rest is set up here, in .venv, from the locks in requirements/.

PYTHON ?= python3
EVENTLOGS = helpdesk.xes.gz receipt.csv servicenow_incident_event_log.parquet

PORT ?= 8000

.PHONY: run month test test-pages test-postgres test-real test-manuals real-logs peers mutants bench bench-act bench-hall lock pictures clean pages system

# What the pages load, and their translations; nothing is done where all is up to date.
PAGES = .venv/bin/python tools/frontend.py && .venv/bin/python tools/voice.py && .venv/bin/python tools/translations.py compile

run: .venv/run.stamp                ## a demonstration organisation, served on this machine: make run PORT=8000
	@$(PAGES)
	.venv/bin/shouwen demo --port $(PORT)

month: .venv/run.stamp              ## a month of a hall's log, made up and judged
	.venv/bin/shouwen month

pages: .venv/run.stamp              ## sets up the pages alone
	@$(PAGES)

system:                             # browser, PostgreSQL and fonts, for the tests
	@$(PYTHON) tools/system.py

test: system .venv/dev.stamp        ## everything, on SQLite, but the tests on real logs and pages looked at again
	@$(PAGES)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/python tools/translations.py check
	.venv/bin/python tools/traditional.py check
	.venv/bin/python tools/standard_book.py check
	.venv/bin/pytest -m "not real and not manuals and not sweep" -n auto --dist worksteal
	@echo 'Left out: the tests on real logs (`SHOUWEN_EVENTLOGS=<folder> make test-real`), those that hold the shipped'
	@echo 'standards beside the manuals (`SHOUWEN_MANUALS=<folder> make test-manuals`), and the pages in every further'
	@echo 'language, width and colour (`make test-pages`).'

test-pages: system .venv/dev.stamp  ## the pages in every language, width and colour, seen by axe
	@$(PAGES)
	.venv/bin/pytest -m sweep tests/operation -n auto --dist worksteal

CLUSTER = .venv/bin/python tools/postgres.py --fast --connections 400

OF = tests/operation

test-postgres: system .venv/dev.stamp   ## the operation on PostgreSQL, a cluster for each of two workers (OF=…: these alone)
	@$(PAGES)
	$(CLUSTER) $(CLUSTER) .venv/bin/pytest $(OF) -n 2 --dist worksteal

test-real: real-logs .venv/dev.stamp    ## the tests on real organisations' logs
	.venv/bin/pytest -m real $$(grep -rl --include='*.py' 'mark\.real' tests) -n 2

test-manuals: .venv/dev.stamp       ## the shipped standards beside the catalogue of the manuals
	@test -r "$$SHOUWEN_MANUALS/clauses.yaml" || { echo 'Set SHOUWEN_MANUALS to the folder with: clauses.yaml' >&2; exit 1; }
	.venv/bin/pytest -m manuals tests/manuals

real-logs:
	@test -n "$$SHOUWEN_EVENTLOGS" || { echo 'Set SHOUWEN_EVENTLOGS to the folder with: $(EVENTLOGS)' >&2; exit 1; }
	@for log in $(EVENTLOGS); do \
	    test -r "$$SHOUWEN_EVENTLOGS/$$log" || { echo "Missing: $$SHOUWEN_EVENTLOGS/$$log" >&2; exit 1; }; \
	done

peers: real-logs .venv/run.stamp    ## our audit beside PM4Py's DECLARE, in an environment that is thrown away
	.venv/bin/python tools/peers.py

mutants: .venv/dev.stamp            ## plants faults; the tests must find every one
	.venv/bin/python tools/mutants.py

bench: .venv/run.stamp              ## how fast, on this machine, and beside PM4Py; some ten minutes
	.venv/bin/python tools/bench.py
	.venv/bin/python tools/bench_audit.py

bench-act: .venv/run.stamp          ## how fast the door is on PostgreSQL, with a million cases; some half an hour (BENCH=--quick: minutes)
	@$(PAGES)
	.venv/bin/python tools/postgres.py .venv/bin/python tools/bench_act.py $(BENCH)

bench-hall: .venv/run.stamp         ## how fast a hall is on PostgreSQL, and whether it is right; some five minutes
	@$(PAGES)
	.venv/bin/python tools/postgres.py --connections 200 .venv/bin/python tools/bench_hall.py $(BENCH)

pictures: system .venv/dev.stamp       ## the pictures of the pages in the documents, docs/pages; some five minutes
	@$(PAGES)
	.venv/bin/python tools/pictures.py

NEW_ENOUGH = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo 'Shouwen needs Python 3.11 or newer, and $(PYTHON) is not. Name another: make PYTHON=python3.12' >&2; exit 1; }

# requirements/run.txt → .venv/run.stamp, requirements/dev.txt → .venv/dev.stamp (which holds the run set too)
.venv/%.stamp: requirements/%.txt pyproject.toml
	@$(NEW_ENOUGH)
	@echo 'Setting up .venv from $< …'
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

COMPILE = "$$tools/bin/uv" pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --group build

lock:                               ## renews the locks: the newest versions that pyproject.toml allows
	@$(NEW_ENOUGH)
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PYTHON) -m venv "$$tools" && "$$tools/bin/pip" install --quiet --disable-pip-version-check uv && \
	$(COMPILE) -o requirements/run.txt && \
	$(COMPILE) --group dev -c requirements/run.txt -o requirements/dev.txt

clean:                              ## away with all that was set up or made here, the demonstration included
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .benchmarks build dist demo \
	    src/shouwen.egg-info src/shouwen/operation/web/static/vendor \
	    src/shouwen/operation/locale/zh_Hans src/shouwen/operation/locale/zh_Hant
	find src tests tools -type d -name __pycache__ -exec rm -rf {} + 2>/dev/null || true
