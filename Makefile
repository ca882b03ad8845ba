# make run   serve the five articles at http://127.0.0.1:8080/graphiql/
# make test  everything that must hold

export CGO_ENABLED ?= 0

.PHONY: run build test generate generated lint race bench clean

run: build
	bin/onrecord serve $(ARGS)

build:
	go build -trimpath -o bin/onrecord .

test: lint
	go test ./...

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

bench:
	go test -run '^$$' -bench . -benchmem ./store

clean:
	rm -rf bin
