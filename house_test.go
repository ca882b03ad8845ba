package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Imports run downward only. Each package lists what it may import of this project; "std" may import nothing beyond Go's
// own library either.
var house = map[string][]string{
	"onrecord/news":                 {"std"},
	"onrecord/dataset":              {"std"},
	"onrecord/queries":              {},
	"onrecord/parallel":             {"std"},
	"onrecord/loader":               {"onrecord/news", "onrecord/parallel"},
	"onrecord/store":                {"onrecord/news", "onrecord/parallel"},
	"onrecord/bench":                {"onrecord/news", "onrecord/store"},
	"onrecord/bench/constant":       {"std"},
	"onrecord/bench/generate":       {"std"},
	"onrecord/bench/stock":          {"onrecord/store", "onrecord/graph", "onrecord/graph/generated"},
	"onrecord/publish":              {"onrecord/store"},
	"onrecord/watch":                {},
	"onrecord/loader/draft":         {"onrecord/news", "onrecord/loader"},
	"onrecord/loader/draft/ingest":  {"onrecord/news", "onrecord/loader"},
	"onrecord/loader/draft/measure": {"onrecord/news", "onrecord/loader/draft"},
	"onrecord/loader/review":        {"onrecord/news", "onrecord/loader"},
	"onrecord/cite":                 {"onrecord/news", "onrecord/store"},
	"onrecord/linked":               {"onrecord/news", "onrecord/store"},
	"onrecord/export":               {"onrecord/news", "onrecord/store", "onrecord/cite", "onrecord/linked"},
	"onrecord/graph/scalar":         {"onrecord/news"},
	"onrecord/graph/generated":      {"onrecord/news", "onrecord/store", "onrecord/graph/scalar", "onrecord/graph/lean"},
	"onrecord/guard":                {},
	"onrecord/observe":              {"onrecord/guard"},
	"onrecord/graph":                {"onrecord/guard", "onrecord/news", "onrecord/store", "onrecord/graph/scalar", "onrecord/graph/generated"},
	"onrecord/table":                {},
	"onrecord/web":                  {"std"},
	"onrecord":                      {"onrecord/news", "onrecord/dataset", "onrecord/loader", "onrecord/store", "onrecord/publish", "onrecord/watch", "onrecord/cite", "onrecord/linked", "onrecord/export", "onrecord/graph", "onrecord/graph/lean", "onrecord/guard", "onrecord/observe", "onrecord/queries", "onrecord/table", "onrecord/web", "onrecord/loader/draft", "onrecord/loader/draft/ingest", "onrecord/loader/draft/measure", "onrecord/loader/review"},
	"onrecord/graph/lean":           {},
	"onrecord/graph/lean/arbitrary": {},
	"onrecord/graph/lean/plugin":    {},
	"onrecord/graph/lean/trial":     {"onrecord/graph/lean", "onrecord/graph/scalar"},
	"onrecord/graph/lean/generate":  {"onrecord/graph/lean/plugin"},
}

func TestImportsRunDownwardOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath    string
			Imports, Deps []string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		seen++
		allowed, known := house[p.ImportPath]
		if !known {
			t.Errorf("%s has no place in the house: add it to house_test.go and docs/architecture.md", p.ImportPath)
			continue
		}
		for _, dep := range p.Imports {
			if strings.HasPrefix(dep, "onrecord") && !slices.Contains(allowed, dep) {
				t.Errorf("%s imports %s, and may import only %v", p.ImportPath, dep, allowed)
			}
		}
		if slices.Contains(allowed, "std") {
			for _, dep := range p.Deps {
				if first, _, _ := strings.Cut(dep, "/"); strings.Contains(first, ".") || strings.HasPrefix(dep, "onrecord") {
					t.Errorf("%s depends on %s, and may use only the standard library", p.ImportPath, dep)
				}
			}
		}
	}
	if seen != len(house) {
		t.Errorf("go list shows %d packages, and the house has %d", seen, len(house))
	}
}
