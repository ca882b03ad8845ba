# make run      serve the five articles at http://127.0.0.1:8080/
# make test     everything that must hold
# make web      build the pages, which needs Node; without it the program has a plain page in their place
# make faults   the tests of faults, as often as it takes to believe them; make fuzz, ten minutes of each fuzz target
# make browser  the tests in a browser, which need Node and Chromium
# make pictures the same, and the README's pictures are those that the tests take
# make clients  the audits of graphql-http and the clients that people use against the built server, which need Node

export CGO_ENABLED ?= 0

.PHONY: run build web pages test browser pictures clients released generate queries generated lint race faults fuzz bench pieces eval clean

run: pages build
	bin/onrecord serve $(ARGS)

# With the pages that are there. To have them up to date, make web first, or make run.
build:
	go build -trimpath -o bin/onrecord .

PAGE := web/dist/index.html.gz
INSTALLED := web/node_modules/.package-lock.json

web: $(PAGE)

$(PAGE): $(INSTALLED) $(shell find web/src -type f) $(wildcard web/*.html web/graphiql/*.html web/*.ts web/*.json queries/*.graphql)
	cd web && npm run --silent build
	@touch $@

$(INSTALLED): web/package.json web/package-lock.json web/.npmrc
	cd web && npm ci
	@touch $@

# The pages where they can be built, and otherwise word that they are not.
pages:
	@if ! command -v npm >/dev/null; then echo "No Node here: the pages stay as they are. make web builds them."; \
	elif ! $(MAKE) --silent web; then echo "The pages could not be built and stay as they are; make web says why."; fi

# CI has to run the tests in a browser and those of clients; elsewhere they run where they can.
test: lint pages
	go test ./...
	@if web/e2e/available >/dev/null; then $(MAKE) --no-print-directory browser; else test -z "$$CI"; fi
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory clients; \
	else echo "The tests of clients are left out: Node with npm is missing." >&2; test -z "$$CI"; fi

browser: web build
	cd web && npm test

CLIENTS := clients/node_modules/.package-lock.json

clients: $(CLIENTS) build
	cd clients && npm test --silent

$(CLIENTS): clients/package.json clients/package-lock.json clients/.npmrc
	cd clients && npm ci --loglevel=error
	@touch $@

lint:
	@test -z "$$(gofmt -l $$(git ls-files '*.go' | grep -v ^graph/generated/))" || { gofmt -l $$(git ls-files '*.go' | grep -v ^graph/generated/); exit 1; }
	go vet ./...
	go tool staticcheck ./...

race:
	CGO_ENABLED=1 go test -race -short ./...

# The tests of faults as often as docs/publishing.md says, which takes some minutes; make test has them in short. What needs root,
# strace, or a file system of its own is skipped with a word where that is missing.
faults: export ONRECORD_FAULTS = long
faults:
	CGO_ENABLED=1 go test -race -count 1 -v -timeout 30m -run 'TestSwapsUnderLoad' .
	go test -count 1 -v -timeout 30m ./publish
	go test -count 1 -v -timeout 60m -run '$(FAULTS)' .

FAULTS := TestARequestKeeps|TestDamaged|TestACurator|TestADatasetThatIsBroken|TestOddFiles|TestKilled|TestSeveral|TestTold|TestOutOf|TestServeWatches|TestEveryCall

# One target at a time, for as long as FUZZTIME; what a fuzzer finds it writes under testdata/fuzz, to be committed with its mending.
FUZZTIME ?= 10m
fuzz:
	@set -e; grep -rlE '^func Fuzz' --include='*_test.go' . | sort | while read file; do \
		grep -oE '^func Fuzz\w+' $$file | cut -c6- | while read name; do \
			echo "$$(dirname $$file) $$name"; go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$(dirname $$file); \
		done; \
	done

# The resolvers and both executors, from the schema and gqlgen.yml; and the types of the explorer's queries, where Node is.
generate:
	go run ./graph/lean/generate gqlgen.yml
	go run ./graph/lean/generate graph/lean/trial/gqlgen.yml
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory queries; else test -z "$$CI"; fi

queries: $(INSTALLED)
	cd web && npm run --silent codegen

# Fails where what is committed is not what the schema gives.
generated: generate
	git diff --exit-code -- graph schema.graphqls gqlgen.yml web/src/gql

# The pictures of the README, by the tests that take them.
pictures: browser
	@mkdir -p docs/pictures
	cp $(foreach page,quantity statement compare,web/e2e/screenshots/$(page)-light.png) docs/pictures/

# The schema as that of a release, which later changes are held against.
released:
	go test ./graph -run TestTheSchemaBreaksNothing -release

# This server beside others at 100,000 statements; the results go into docs/performance.md. make bench STATEMENTS=1000000 is
# another size, and ARGS="-servers constant,onrecord,mercurius -queries nested" asks less. Needs Linux, and Node and PostgreSQL for the others.
STATEMENTS ?= 100000

bench: bench/peers/node_modules/.package-lock.json
	go run ./bench -statements $(STATEMENTS) -write docs/performance.md $(ARGS)

bench/peers/node_modules/.package-lock.json: bench/peers/package.json bench/peers/package-lock.json bench/peers/.npmrc
	cd bench/peers && npm ci

# The inner pieces, with their allocations.
pieces:
	go test -run '^$$' -bench . -benchmem . ./loader ./store ./graph ./loader/draft

# What drafts are worth: make eval ARGS="--attributions DIR --texts DIR --worst 20"
eval: build
	bin/onrecord evaluate $(ARGS)

clean:
	rm -rf bin web/build web/dist/*
