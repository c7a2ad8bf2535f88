# The commands of the house. `make` alone lists them.
#
# serve and test first run Scripts/bootstrap, which checks the toolchain and installs the few system
# libraries that are missing; when nothing is missing it takes a tenth of a second and says nothing.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Port of `make serve`.
PORT ?= 8080
# Cases of `make fuzz`, and the seed they start from; empty: one drawn and printed.
N ?= 200000
SEED ?=
# Which of them alone `make fuzz` runs: articles, campaigns, analysers or auctions; empty: all, sharing the cases.
READER ?=
# Which tests `make test` runs, as a pattern for `swift test --filter`; empty: all.
FILTER ?=
# What `make bench` measures (empty: all; see Benchmarks/peers/compare --list), and its options.
SECTIONS ?=
BENCH ?=
# --record: `make thresholds` takes what it counts as the new numbers.
RECORD ?=
# Name of the archive that `make release` writes.
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)

SWIFT_SOURCES := Package.swift Sources Tests Benchmarks
DEBUG_FLAGS := --explicit-target-dependency-import-check error
BROADSHEET := .build/release/broadsheet
MEASURE := .build/release/broadsheet-measure
PYTHON := .venv/bin/python

.PHONY: help serve debug test test-scripts binary gold quality fuzz bench thresholds lint format docs release corpora

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

serve: ## build and serve the demo newspaper: http://127.0.0.1:8080/demo/ (PORT=…)
	@Scripts/bootstrap
	swift build -c release --product broadsheet
	$(BROADSHEET) serve --port $(PORT)

debug: ## debug build of everything, with explicit imports checked
	@Scripts/bootstrap
	swift build --build-tests $(DEBUG_FLAGS)

test: ## run the tests, no network (FILTER=… for some of them)
	@Scripts/bootstrap --tests
	@Scripts/test $(DEBUG_FLAGS) $(if $(FILTER),--filter '$(FILTER)')

test-scripts: ## try the scripts of the house on copies that must make them fail
	@python3 -B Tests/Scripts/test_scripts.py

binary: ## release build of the program
	@Scripts/bootstrap
	swift build -c release --product broadsheet

gold: binary ## compare the program with scikit-learn's figures on real news
	Benchmarks/corpora/fetch newsarticles lee r8 r52 20ng
	Scripts/gold $(BROADSHEET)

quality: binary ## measure the default scoring on judged texts beside the plain cosine
	Benchmarks/corpora/fetch newsarticles lee r8 r52 20ng
	Scripts/quality $(BROADSHEET) --held-out

fuzz: ## throw N random inputs at everything that reads (N=…, SEED=…, READER=…)
	@Scripts/bootstrap
	swift build -c release --product broadsheet-fuzz
	@Scripts/fuzz .build/release/broadsheet-fuzz "$(N)" "$(SEED)" $(READER)

bench: ## measure against a C scan and peers, in one run (SECTIONS=…, BENCH=--quick or --write)
	@Scripts/bootstrap
	swift build -c release --product broadsheet-measure
	@Scripts/python-environment
	@Benchmarks/peers/install
	$(PYTHON) Benchmarks/peers/compare $(MEASURE) $(SECTIONS) $(BENCH)

thresholds: ## compare a query's instructions with the recorded ones (RECORD=--record takes them over)
	@Scripts/bootstrap
	swift build -c release --product broadsheet-measure
	@Scripts/python-environment
	$(PYTHON) Benchmarks/Thresholds/check $(MEASURE) $(RECORD)

lint: ## check the format of every Swift file
	@count=$$(find $(SWIFT_SOURCES) -name '*.swift' -not -path '*/.build/*' | wc -l); \
	swift format lint --strict --parallel -r $(SWIFT_SOURCES); \
	echo "lint: $$count files read, all well formatted"; \
	((count > 0))

format: ## format every Swift file
	swift format format --in-place --parallel -r $(SWIFT_SOURCES)

docs: ## write the library's reference to Documentation/, without a warning
	@Scripts/bootstrap
	rm -rf Documentation
	swift package --allow-writing-to-directory ./Documentation generate-documentation \
	    --product BroadsheetKit --enable-experimental-combined-documentation \
	    --warnings-as-errors --transform-for-static-hosting --output-path ./Documentation
	@echo "docs: $$(find Documentation/data -name '*.json' | wc -l) pages in Documentation/"

release: ## a stripped program that needs no Swift, in dist/ (VERSION=…)
	@Scripts/bootstrap
	swift build -c release --product broadsheet --static-swift-stdlib
	@Scripts/package $(BROADSHEET) '$(VERSION)'

corpora: ## fetch every corpus of the benchmarks by pip
	Benchmarks/corpora/fetch
