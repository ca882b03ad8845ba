package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"onrecord/graph"
	"onrecord/news"
)

// parsed is the SDL as a stranger reads it.
func parsed(t *testing.T) *ast.Schema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: graph.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSDLIsReadBackAsItWasWritten(t *testing.T) {
	var again strings.Builder
	formatter.NewFormatter(&again, formatter.WithIndent("  ")).FormatSchema(parsed(t))
	if diff := cmp.Diff(graph.SDL(), again.String()); diff != "" {
		t.Errorf("(-first +again):\n%s", diff)
	}
}

func TestEverythingIsDescribed(t *testing.T) {
	described := 0
	check := func(what, description string) {
		described++
		last := description[max(0, len(description)-1):]
		if !strings.Contains(description, " ") || !strings.Contains(".)", last) || last == "" {
			t.Errorf("%s is described by %q, which is no sentence", what, description)
		}
	}
	for name, def := range parsed(t).Types {
		if def.BuiltIn {
			continue
		}
		check(name, def.Description)
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			check(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(fmt.Sprintf("%s.%s(%s)", name, f.Name, a.Name), a.Description)
			}
		}
		for _, v := range def.EnumValues {
			check(name+"."+v.Name, v.Description)
		}
		if def.Kind == ast.Scalar && def.Directives.ForName("specifiedBy") == nil {
			t.Errorf("the scalar %s does not say by what it is specified", name)
		}
	}
	if described < 500 {
		t.Errorf("only %d things were looked at", described)
	}
}

func TestDirectivesAreTheSpecificationsOwn(t *testing.T) {
	answer := string(server(open(t))(t, `{ __schema { directives { name } } }`, nil))
	for _, name := range []string{"defer", "goField", "goModel"} {
		if strings.Contains(answer, name) {
			t.Errorf("@%s is offered", name)
		}
	}
	for _, name := range []string{"include", "skip", "deprecated", "specifiedBy", "oneOf"} {
		if !strings.Contains(answer, name) {
			t.Errorf("@%s is missing", name)
		}
	}
}

// A value the domain has and the schema does not would be told as null.
func TestEnumsAreTheDomains(t *testing.T) {
	schema := parsed(t)
	for name, want := range map[string][]string{
		"Accumulation": texts(news.Accumulations), "ActorKind": texts(news.ActorKinds), "Aspect": texts(news.Aspects), "Certainty": texts(news.Certainties),
		"Channel": texts(news.Channels), "Comparator": texts(news.Comparators), "Curation": texts(news.Curations), "DateBasis": texts(news.DateBases),
		"EventLinkKind": texts(news.EventLinkKinds), "EventType": texts(news.EventTypes), "FigureQuality": texts(news.FigureQualities),
		"LinkBasis": texts(news.LinkBases), "LinkKind": texts(news.LinkKinds), "Measure": texts(news.Measures), "NoteKind": texts(news.NoteKinds),
		"Part": texts(news.Parts), "Plurality": texts(news.Pluralities), "Section": texts(news.Sections), "SpeechAct": texts(news.SpeechActs),
		"SpeechMode": texts(news.SpeechModes), "Tenure": texts(news.Tenures), "Voice": texts(news.Voices),
	} {
		var got []string
		for _, v := range schema.Types[name].EnumValues {
			got = append(got, v.Name)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-news +schema):\n%s", name, diff)
		}
	}
}

func texts[S ~string](values []S) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	slices.Sort(all)
	return all
}
