# make run      serve the five articles at http://127.0.0.1:8080/
# make test     everything that must hold
# make web      build the pages, which needs Node; without it the program has a plain page in their place
# make browser  the tests in a browser, which need Node and Chromium

export CGO_ENABLED ?= 0

.PHONY: run build web pages test browser generate generated lint race bench pieces clean

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

# CI has to run the tests in a browser; elsewhere they run where they can.
test: lint pages
	go test ./...
	@if web/e2e/available >/dev/null; then $(MAKE) --no-print-directory browser; else test -z "$$CI"; fi

browser: web build
	cd web && npm test

lint:
	@test -z "$$(gofmt -l $$(git ls-files '*.go' | grep -v ^graph/generated/))" || { gofmt -l $$(git ls-files '*.go' | grep -v ^graph/generated/); exit 1; }
	go vet ./...
	go tool staticcheck ./...

race:
	CGO_ENABLED=1 go test -race ./...

# The resolvers and the executor, from the schema and gqlgen.yml.
generate:
	go tool gqlgen generate

# Fails where what is committed is not what the schema gives.
generated: generate
	git diff --exit-code -- graph schema.graphqls gqlgen.yml

# This server beside others at 100,000 statements; the results go into docs/performance.md. make bench STATEMENTS=1000000 is
# another size, and ARGS="-servers constant,onrecord,mercurius -queries nested" asks less. Needs Linux, and Node and PostgreSQL for the others.
STATEMENTS ?= 100000

bench: bench/peers/node_modules/.package-lock.json
	go run ./bench -statements $(STATEMENTS) -write docs/performance.md $(ARGS)

bench/peers/node_modules/.package-lock.json: bench/peers/package.json bench/peers/package-lock.json bench/peers/.npmrc
	cd bench/peers && npm ci

# The inner pieces, with their allocations.
pieces:
	go test -run '^$$' -bench . -benchmem ./loader ./store ./graph

clean:
	rm -rf bin web/build web/dist/*
