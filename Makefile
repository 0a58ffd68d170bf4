# sam-scaffold. Needs Python 3.10+, git and make; everything else goes into .venv/.
#
#   make demo    adds a function and a layer to a copy of examples/trading/, shows the diff
#   make test    all tests (EVERY_MONOLITH=1: each of the nine monoliths comes apart function by
#                function; EVERY_PROOF=1: cfn-lint judges each migration; CLOSURE_GRAPHS=3000: so
#                many random packages), and names the slowest of them
#   make goldens  writes what is generated into tests/goldens/ anew; read the difference
#   make gate    every combination of answers, judged by every tool; runs what it builds
#                (SAMPLE=5: some combinations, and so many mistakes)
#   make replay  removes functions of small repositories (tests/replay/houses/), adds them again by
#                command, and compares: recall, surplus, the largest differences
#                (HOUSE=ledger: of one repository; SHOW=1: every key that differs)
#   make lint    formatter, linter, types, imports, words (tests/words)
#   make architecture   draws the rooms in ARCHITECTURE.md anew, from the imports
#   make corpus DIR=folder   merges into every SAM template below a folder, and back; adds and
#                removes a function; takes every step of the life of one, and compares what SAM
#                and cfn-lint make of it; merges edits of their resources three ways; points
#                their functions at other folders
#                (SAMPLE=8: the merge into all as they are, and into a third of them with CRLF, with
#                a BOM, without the last line break; a quarter of the edits; commands in 16)
#   make check-corpus DIR=folder   runs `sam-scaffold check` on every template below a folder
#                (SAMPLE=40: cfn-lint's own rules in so many of them)
#   make fuzz N=10000   so many random answers, and random merges; SAM_SCAFFOLD_SEED chooses which
#   make bench   measures, and writes docs/reference/benchmarks.md
#   make lock    writes requirements-dev.txt, the exact versions that `make setup` installs, after
#                a change of pyproject.toml (UPGRADE=1: the newest of all)

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
LOCK   := requirements-dev.txt

.PHONY: setup test demo gate replay lint architecture goldens corpus check-corpus fuzz bench lock

setup: $(READY)

# pip installs uv, the one package of the lock that it is for, and uv the others in seconds.
$(READY): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "$(PYTHON) is not Python 3.10 or newer; name one: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	sed -n '/^uv==/,/[^\\]$$/p' $(LOCK) > $(VENV)/uv.txt
	$(BIN)/python -m pip install -qq --no-deps --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes --no-build --compile-bytecode $(LOCK)
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q extensions/sam_scaffold
	@touch $@

test: setup
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --durations 20

demo: setup
	$(BIN)/python tests/demo/demo.py

goldens: setup
	UPDATE_GOLDENS=1 $(BIN)/python -m pytest -q tests/generated/test_goldens.py

gate: setup
	$(BIN)/python tests/gate/run.py $(if $(SAMPLE),--sample)
	$(BIN)/python tests/mistakes/compare.py $(if $(SAMPLE),--sample $(SAMPLE))

replay: setup
	$(BIN)/python tests/replay/run.py $(HOUSE) $(if $(SHOW),--show)

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python tests/words/check.py
	$(BIN)/lint-imports --no-cache --no-logo

architecture: setup
	$(BIN)/python tests/architecture/picture.py

corpus: setup
	@test -n "$(DIR)" || { echo "name a folder of SAM templates: make corpus DIR=../templates"; exit 2; }
	$(BIN)/python tests/corpus/run.py $(DIR) $(if $(SAMPLE),--sample $(SAMPLE))
	SAM_TEMPLATES=$(abspath $(DIR)) $(if $(SAMPLE),SAM_SCAFFOLD_TIMES=0.25) \
		$(BIN)/python -m pytest -q --numprocesses auto --dist worksteal \
		tests/merge/test_three_way_properties.py tests/migration/test_block_corpus.py

check-corpus: setup
	@test -n "$(DIR)" || { echo "name a folder of SAM templates: make check-corpus DIR=../templates"; exit 2; }
	$(BIN)/python tests/corpus/findings.py $(DIR) $(if $(SAMPLE),--sample $(SAMPLE))

fuzz: setup
	@test -n "$(N)" || { echo "say how many cases: make fuzz N=10000"; exit 2; }
	$(BIN)/python tests/fuzz/run.py $(N)

bench: setup
	$(BIN)/python tests/bench/run.py

lock: setup
	$(BIN)/uv pip compile -q pyproject.toml --extra test --universal --python-version 3.10 \
		--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' \
		-o $(LOCK) $(if $(UPGRADE),--upgrade)
