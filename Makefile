# 信衡 Xinheng. `make` prints what can be made.
SHELL := /bin/bash
BIN   := bin/xinheng
PKGS  := ./...

export XINHENG_PG_BIN = $(shell scripts/pg.sh find)

.DEFAULT_GOAL := help
.PHONY: font dengbao-report help run test check race e2e bench gen fmt lint fuzz seed golden cover clean pg build

help: ## print this list
	@grep -hE '^[a-z0-9/-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9/-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

build: font ## build the workbench and the binary into bin/
	@scripts/web.sh
	@go build -trimpath -o $(BIN) ./cmd/xinheng

pg: ## make sure a PostgreSQL can be found (brings one by npm if the machine has none)
	@scripts/pg.sh ensure

font: ## make sure the font of PDF documents is there (brings it by npm, once)
	@scripts/font.sh

run: pg build ## start everything on http://127.0.0.1:8080 (seeds the invented town the first time)
	@exec $(BIN) demo

seed: pg build ## generate an invented province and take it in: make seed SIZE=village|town|province
	@$(BIN) seed --size $(or $(SIZE),village)

test: pg font ## all Go tests on a real PostgreSQL (make lint vets)
	@go test -p 2 -vet=off $(PKGS)

race: pg ## the tests of the concurrent parts, under the race detector
	@go test -p 2 -race ./internal/ledger ./internal/standing ./internal/check ./internal/access ./internal/record

fmt: ## format the code
	@gofmt -w cmd internal db law test

lint: ## formatting, vet and staticcheck
	@test -z "$$(gofmt -l cmd internal db law test)" || { gofmt -l cmd internal db law test; echo "make fmt"; exit 1; }
	@go vet $(PKGS)
	@go tool -modfile=tools/go.mod staticcheck $(PKGS)

gen: pg font ## write the generated documents: openapi, law, access, faults, config, capabilities, schema
	@go build -trimpath -o $(BIN) ./cmd/xinheng # with the workbench as it is: what it is made of comes from openapi
	@$(BIN) docs --write

check: lint web-check gen-diff law-check test race e2e ## everything CI runs after make test

.PHONY: gen-diff law-check web-check
web-check: ## types, words and unit tests of the workbench
	@scripts/web.sh check

gen-diff: gen ## generated documents must be those of this code
	@git diff --exit-code --stat -- api docs db/schema.sql || { echo "generated documents have changed: commit the result of make gen"; exit 1; }

law-check: build ## validate the rule files
	@$(BIN) law check

e2e: pg build ## the portal in a real Chromium, with axe, zh and en, wide and phone
	@scripts/e2e.sh

fuzz: pg ## every fuzz target for a minute (FUZZTIME=10s to shorten)
	@scripts/fuzz.sh $(or $(FUZZTIME),60s)

bench: pg build ## measure P1–P5, P7–P10 as ratios on this machine (SIZE=village|town|province)
	@$(BIN) bench --size $(or $(SIZE),town) --write bench/RESULTS.md

dengbao-report: build ## write the 等保三级 control map with the tests that prove each control
	@$(BIN) docs --write --only docs/dengbao.md

golden: ## rewrite golden files, then read the diff
	@go test ./internal/portal ./internal/law ./cmd/xinheng ./test/story -update

cover: pg ## coverage by package
	@go test -p 2 -cover $(PKGS)

clean: ## remove what was built (never ./data)
	@rm -rf bin web/e2e/out
