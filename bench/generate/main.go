// Generate writes a dataset of any size in the project's own format: invented words, and the shape that real ones have. A
// few actors do most of the speaking, events are told by many articles, figures rival one another, a third of what is
// reported passes through an outlet. The same seed and size give the same bytes.
//
//	go run ./bench/generate -statements 100000 -o /tmp/made
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	statements := flag.Int("statements", 10_000, "how many statements to write; everything else follows from it")
	seed := flag.Uint64("seed", 1, "where the random numbers begin")
	into := flag.String("o", "", "the folder to write, which must not be there yet")
	flag.Parse()
	if *into == "" || *statements < 50 || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "generate: a folder is needed, by -o, and 50 statements or more")
		flag.Usage()
		os.Exit(2)
	}
	if err := write(*into, *statements, *seed); err != nil {
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(1)
	}
}
