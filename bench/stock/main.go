// Stock serves a store by gqlgen as it comes: the executor that gqlgen generates, behind the transports and caches of its
// documentation. The benchmark compares the program with it.
//
//	go run ./bench/stock -addr 127.0.0.1:9001 some.db
package main

import (
	"flag"
	"log"
	"net/http"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"onrecord/graph"
	"onrecord/graph/generated"
	"onrecord/store"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:9001", "the address to listen on")
	flag.Parse()
	if err := serve(*addr, flag.Arg(0)); err != nil {
		log.Fatal(err)
	}
}

func serve(addr, path string) error {
	s, err := store.Open(path)
	if err != nil {
		return err
	}
	h := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: &graph.Resolver{Store: s}}))
	h.AddTransport(transport.GET{})
	h.AddTransport(transport.POST{})
	h.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	h.Use(extension.Introspection{})
	http.Handle("/graphql", h)
	return http.ListenAndServe(addr, nil)
}
