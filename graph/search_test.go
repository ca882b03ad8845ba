package graph_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"onrecord/graph"
)

// The fields that can be searched are told in three places: in the error over one that cannot, in the schema, and in
// docs/search.md.
func TestTheFieldsOfSearchAreToldEverywhere(t *testing.T) {
	var answer struct{ Errors []struct{ Message string } }
	if err := json.Unmarshal(server(open(t))(t, `{ search(text: "title:fire") { totalCount } }`, nil), &answer); err != nil || len(answer.Errors) != 1 {
		t.Fatal(answer, err)
	}
	_, list, _ := strings.Cut(answer.Errors[0].Message, "the fields are ")
	list, _, _ = strings.Cut(list, " and kind")
	fields := strings.Split(list, ", ")
	if len(fields) < 2 {
		t.Fatalf("the error tells of no fields: %q", answer.Errors[0].Message)
	}
	last := len(fields) - 1
	told := strings.Join(strings.Fields(graph.SDL()), " ")
	if want := strings.Join(fields[:last], ", ") + " and " + fields[last]; !strings.Contains(told, want) {
		t.Errorf("the schema does not say that the fields are %s", want)
	}
	doc, err := os.ReadFile("../docs/search.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		if !strings.Contains(string(doc), "`"+f+"`") {
			t.Errorf("docs/search.md does not tell of the field %s", f)
		}
	}
}
