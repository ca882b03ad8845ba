package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"syscall"
	"time"

	"onrecord/loader"
	"onrecord/store"
)

func main() {
	f, _ := os.Create("/tmp/h/d/cpu.prof")
	pprof.StartCPUProfile(f)
	t := time.Now()
	var last time.Duration
	lap := func(s string) {
		var u syscall.Rusage
		syscall.Getrusage(0, &u)
		used := time.Duration(u.Utime.Nano() + u.Stime.Nano())
		fmt.Printf("cpu %.2fs peak %dMB ", (used - last).Seconds(), u.Maxrss>>10)
		last = used
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Printf("%s %.2fs heap %dMB sys %dMB\n", s, time.Since(t).Seconds(), m.HeapAlloc>>20, m.Sys>>20)
		t = time.Now()
	}
	ds, found := loader.Load(os.DirFS(os.Args[1]), loader.Options{})
	lap("load")
	if ds == nil {
		found[:min(10, len(found))].Text(os.Stdout)
		os.Exit(1)
	}
	if err := store.Write("/tmp/h/d/x.db", ds, nil); err != nil {
		panic(err)
	}
	lap("write")
	pprof.StopCPUProfile()
	f.Close()
}
