// Constant answers every request with the bytes of a file, over net/http and nothing else: the most that a server in Go
// could do here. Each path has a file of its own in the folder that is given.
//
//	go run ./bench/constant -addr 127.0.0.1:9002 bodies/
package main

import (
	"flag"
	"log"
	"net/http"
	"os"
	"path/filepath"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:9002", "the address to listen on")
	flag.Parse()
	if err := serve(*addr, flag.Arg(0)); err != nil {
		log.Fatal(err)
	}
}

func serve(addr, folder string) error {
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, file := range files {
		body, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if err != nil {
			return err
		}
		http.HandleFunc("/"+file.Name(), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(body) // whoever asked has gone
		})
	}
	return http.ListenAndServe(addr, nil)
}
