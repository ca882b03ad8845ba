package news

import (
	"strings"
	"testing"
)

// weighed is a dataset of statements, each reported by an article of its own, after Derive.
func weighed(statements ...*Statement) *Dataset {
	ds := &Dataset{Statements: statements}
	for _, a := range cast() {
		ds.Actors = append(ds.Actors, a)
	}
	for _, s := range statements {
		article := ArticleID("article:" + strings.TrimPrefix(string(s.ID), "statement:"))
		ds.Articles = append(ds.Articles, &Article{ID: article})
		ds.Reports = append(ds.Reports, &StatementReport{
			ID: ReportID("report:" + s.ID), Statement: s.ID, Text: s.Gist,
			Anchor: Anchor{Article: article, Attribution: Attribution{Hops: []Hop{{Position: 1, Actor: s.Speaker}}}},
		})
	}
	Derive(ds)
	return ds
}

func said(id StatementID, by ActorID, act SpeechAct, links ...StatementLink) *Statement {
	return &Statement{ID: id, Gist: "The gist of " + string(id), Speaker: by, Act: act, Links: links}
}

func link(kind LinkKind, to StatementID) StatementLink {
	return StatementLink{Kind: kind, Statement: to, Basis: Curated}
}

// Each status, and beside it the nearest case that does not have it. The claim is always statement:1, made by Velda.
func TestAStatementStandsByWhatOthersSayOfIt(t *testing.T) {
	for _, c := range []struct {
		says   string
		claim  *Statement
		others []*Statement
		want   ClaimStatus
		reason string
	}{
		{"nobody says anything of it", said("statement:1", "actor:velda", Assert), nil, Asserted, "One origin holds it."},
		{"another denies it", said("statement:1", "actor:velda", Assert), []*Statement{said("statement:2", "actor:orm", Deny, link(Denies, "statement:1"))}, DeniedClaim, "Orm denies it."},
		{"it denies another", said("statement:1", "actor:velda", Deny, link(Denies, "statement:2")), []*Statement{said("statement:2", "actor:orm", Accuse)}, Asserted, "One origin"},
		{"another contradicts it", said("statement:1", "actor:velda", Assert), []*Statement{said("statement:2", "actor:orm", Assert, link(Contradicts, "statement:1"))}, Disputed, "Orm contradicts it."},
		{"it contradicts another", said("statement:1", "actor:velda", Assert, link(Contradicts, "statement:2")), []*Statement{said("statement:2", "actor:orm", Assert)}, Disputed, "Orm contradicts it."},
		{"another answers it", said("statement:1", "actor:velda", Assert), []*Statement{said("statement:2", "actor:orm", Assert, link(Answers, "statement:1"))}, Asserted, "One origin"},
		{"another concedes it", said("statement:1", "actor:velda", Accuse), []*Statement{said("statement:2", "actor:orm", Concede, link(Answers, "statement:1"))}, Conceded, "Orm concedes it."},
		{"its own speaker concedes it", said("statement:1", "actor:velda", Accuse), []*Statement{said("statement:2", "actor:velda", Concede, link(Answers, "statement:1"))}, Asserted, "One origin"},
		{"another supports it", said("statement:1", "actor:velda", Accuse), []*Statement{said("statement:2", "actor:orm", Assert, link(Supports, "statement:1"))}, Asserted, "One origin"},
		{"another repeats it", said("statement:1", "actor:velda", Assert), []*Statement{said("statement:2", "actor:orm", Assert, link(Repeats, "statement:1"))}, Corroborated, "2 independent origins hold it."},
		{"its own spokeswoman repeats it", said("statement:1", "actor:velda", Assert), []*Statement{said("statement:2", "actor:spokeswoman", Assert, link(Repeats, "statement:1"))}, Asserted, "One origin"},
		{
			"a repetition is repeated", said("statement:1", "actor:velda", Assert),
			[]*Statement{said("statement:2", "actor:spokeswoman", Assert, link(Repeats, "statement:1")), said("statement:3", "actor:orm", Assert, link(Repeats, "statement:2"))},
			Corroborated, "2 independent",
		},
		{
			"it is repeated, denied and contradicted", said("statement:1", "actor:velda", Assert),
			[]*Statement{said("statement:2", "actor:orm", Assert, link(Repeats, "statement:1")), said("statement:3", "actor:orm", Assert, link(Contradicts, "statement:1")), said("statement:4", "actor:orm", Deny, link(Denies, "statement:1"))},
			DeniedClaim, "denies",
		},
		{
			"the curators take it as established though it is denied", &Statement{ID: "statement:1", Gist: "One", Speaker: "actor:velda", Established: "Report of the inquiry, page 7"},
			[]*Statement{said("statement:2", "actor:orm", Deny, link(Denies, "statement:1"))}, Established, "Report of the inquiry, page 7",
		},
	} {
		got := weighed(append([]*Statement{c.claim}, c.others...)...).Statements[0]
		if got.Status != c.want || !strings.Contains(got.Reason, c.reason) {
			t.Errorf("%s: %s, %q; want %s, %q", c.says, got.Status, got.Reason, c.want, c.reason)
		}
	}
}

func TestAnEventStandsByItsAccounts(t *testing.T) {
	held := func(id AccountID, in ArticleID, by ActorID, aspect Aspect, holds ActorID, c Certainty) *EventAccount {
		a := &EventAccount{ID: id, Event: "event:1", Aspect: aspect, Holds: holds, Certainty: c, Anchor: Anchor{Article: in}}
		if by != "" {
			a.Attribution.Hops = []Hop{{Position: 1, Actor: by}}
		}
		return a
	}
	for _, c := range []struct {
		says        string
		established string
		accounts    []*EventAccount
		want        ClaimStatus
		origins     int
	}{
		{"one article tells of it", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain)}, Asserted, 1},
		{"two articles tell of it", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:b", "", Occurrence, "", Certain)}, Corroborated, 2},
		{"the second says who did it", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:b", "", Responsibility, "actor:orm", Certain)}, Corroborated, 2},
		{"the second speaks of its outcome alone", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:b", "", Outcome, "", Certain)}, Asserted, 1},
		{"the second speaks of what caused it", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:b", "actor:orm", Cause, "actor:velda", Certain)}, Asserted, 1},
		{"the article credits one with it, and says it too", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:a", "actor:orm", Occurrence, "", Certain)}, Asserted, 1},
		{"the article credits one with its motive, and says that it happened", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:a", "actor:orm", Motive, "", Certain)}, Asserted, 1},
		{"the article credits one with it, and names another itself", "", []*EventAccount{held("1", "article:a", "", Responsibility, "actor:velda", Certain), held("2", "article:a", "actor:orm", Responsibility, "actor:orm", Certain)}, Disputed, 2},
		{"the article credits one with it, and names the same", "", []*EventAccount{held("1", "article:a", "", Responsibility, "actor:velda", Certain), held("2", "article:a", "actor:orm", Responsibility, "actor:velda", Certain)}, Asserted, 1},
		{"nobody says that it happened", "", []*EventAccount{held("1", "article:a", "", Scale, "", Certain)}, Asserted, 0},
		{"the second takes no side", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:b", "", Occurrence, "", Uncommitted)}, Asserted, 1},
		{"one blames this one, the other that one", "", []*EventAccount{held("1", "article:a", "", Responsibility, "actor:orm", Certain), held("2", "article:b", "", Responsibility, "actor:velda", Certain)}, Disputed, 2},
		{"one denies that it happened", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:b", "actor:orm", Occurrence, "", Denied)}, DeniedClaim, 1},
		{"one denies a motive only", "", []*EventAccount{held("1", "article:a", "", Occurrence, "", Certain), held("2", "article:b", "actor:orm", Motive, "", Denied)}, Asserted, 1},
		{"the curators take it as established", "Report of the inquiry", []*EventAccount{held("1", "article:a", "actor:orm", Occurrence, "", Denied)}, Established, 0},
		{"nobody tells of it", "", nil, Asserted, 0},
	} {
		ds := &Dataset{
			Articles: []*Article{{ID: "article:a"}, {ID: "article:b"}}, Actors: []*Actor{{ID: "actor:orm", Name: "Orm"}, {ID: "actor:velda", Name: "Velda"}},
			Events: []*Event{{ID: "event:1", Established: c.established}}, Accounts: c.accounts,
		}
		Derive(ds)
		e := ds.Events[0]
		if e.Status != c.want || e.Corroboration.IndependentOrigins != c.origins || e.Reason == "" {
			t.Errorf("%s: %s (%q) from %d, want %s from %d", c.says, e.Status, e.Reason, e.Corroboration.IndependentOrigins, c.want, c.origins)
		}
	}
}

// A statement stands as the side it takes: Orm blames Velda in an article that has it of another, and each case has the
// nearest beside it in which the statement is not disputed.
func TestAStatementIsDisputedWhereItTakesASideInADispute(t *testing.T) {
	at := func(in ArticleID, start, end int, by ActorID) Anchor {
		a := Anchor{Article: in, Evidence: Evidence{Span: Span{Start: start, End: end}}}
		if by != "" {
			a.Attribution.Hops = []Hop{{Position: 1, Actor: by}}
		}
		return a
	}
	for _, c := range []struct {
		says      string
		side      Anchor
		certainty Certainty
		rival     ActorID
		aspect    Aspect
		report    Anchor
		want      ClaimStatus
	}{
		{"others name another", at("article:a", 10, 20, "actor:orm"), Certain, "actor:third", Responsibility, at("article:a", 5, 20, "actor:orm"), Disputed},
		{"others name the same", at("article:a", 10, 20, "actor:orm"), Certain, "actor:velda", Responsibility, at("article:a", 5, 20, "actor:orm"), Asserted},
		{"both can be right of a motive", at("article:a", 10, 20, "actor:orm"), Certain, "actor:third", Motive, at("article:a", 5, 20, "actor:orm"), Asserted},
		{"the account takes no side", at("article:a", 10, 20, "actor:orm"), Uncommitted, "actor:third", Responsibility, at("article:a", 5, 20, "actor:orm"), Asserted},
		{"the account denies what others hold", at("article:a", 10, 20, "actor:orm"), Denied, "actor:velda", Responsibility, at("article:a", 5, 20, "actor:orm"), Disputed},
		{"the account stands outside the report", at("article:a", 10, 21, "actor:orm"), Certain, "actor:third", Responsibility, at("article:a", 5, 20, "actor:orm"), Asserted},
		{"the account stands in another article", at("article:b", 10, 20, "actor:orm"), Certain, "actor:third", Responsibility, at("article:a", 5, 20, "actor:orm"), Asserted},
		{"the account is another's", at("article:a", 10, 20, "actor:third"), Certain, "actor:third", Responsibility, at("article:a", 5, 20, "actor:orm"), Asserted},
		{"the account is the article's own", at("article:a", 10, 20, ""), Certain, "actor:third", Responsibility, at("article:a", 5, 20, "actor:orm"), Asserted},
		{"article and curator word its speaker differently", at("article:a", 10, 20, "actor:ministry"), Certain, "actor:third", Responsibility, at("article:a", 5, 20, "actor:ministry"), Disputed},
	} {
		ds := &Dataset{
			Articles:   []*Article{{ID: "article:a"}, {ID: "article:b"}},
			Actors:     []*Actor{{ID: "actor:orm", Name: "Orm"}, {ID: "actor:velda", Name: "Velda"}, {ID: "actor:third", Name: "Third"}, {ID: "actor:ministry", Name: "Ministry"}},
			Events:     []*Event{{ID: "event:1", Label: "Fire"}},
			Statements: []*Statement{{ID: "statement:1", Gist: "Velda did it.", Speaker: "actor:orm"}},
			Reports:    []*StatementReport{{ID: "report:1", Statement: "statement:1", Anchor: c.report}},
			Accounts: []*EventAccount{
				{ID: "account:1", Event: "event:1", Aspect: c.aspect, Holds: "actor:velda", Certainty: c.certainty, Anchor: c.side},
				{ID: "account:2", Event: "event:1", Aspect: c.aspect, Holds: c.rival, Certainty: Certain, Anchor: at("article:b", 0, 5, "")},
			},
		}
		Derive(ds)
		got := ds.Statements[0].Standing
		if got.Status != c.want || c.want == Disputed && got.Reason != `It takes a side: accounts of "Fire" cannot all hold on its responsibility.` {
			t.Errorf("%s: %s, %q, want %s", c.says, got.Status, got.Reason, c.want)
		}
	}
}

// A denial by another is looked for before a dispute, and what the curators take as established before both.
func TestASideInADisputeGivesWayToADenial(t *testing.T) {
	for status, s := range map[ClaimStatus]*Statement{
		DeniedClaim: {ID: "statement:1", Speaker: "actor:orm"}, Established: {ID: "statement:1", Speaker: "actor:orm", Established: "Inquiry"},
	} {
		chain := Attribution{Hops: []Hop{{Position: 1, Actor: "actor:orm"}}}
		ds := &Dataset{
			Articles:   []*Article{{ID: "article:a"}},
			Actors:     []*Actor{{ID: "actor:orm", Name: "Orm"}, {ID: "actor:velda", Name: "Velda"}},
			Events:     []*Event{{ID: "event:1", Label: "Fire"}},
			Statements: []*Statement{s, {ID: "statement:2", Gist: "No.", Speaker: "actor:velda", Links: []StatementLink{link(Denies, "statement:1")}}},
			Reports:    []*StatementReport{{ID: "report:1", Statement: "statement:1", Anchor: Anchor{Article: "article:a", Attribution: chain}}},
			Accounts: []*EventAccount{
				{ID: "account:1", Event: "event:1", Aspect: Cause, Holds: "actor:velda", Certainty: Certain, Anchor: Anchor{Article: "article:a", Attribution: chain}},
				{ID: "account:2", Event: "event:1", Aspect: Cause, Holds: "actor:orm", Certainty: Certain, Anchor: Anchor{Article: "article:a"}},
			},
		}
		Derive(ds)
		if got := ds.Statements[0].Status; got != status {
			t.Errorf("%s, want %s", got, status)
		}
	}
}

// What is denied may be yet to come, so the reason does not say that it happened.
func TestTheReasonOfADenialHoldsForWhatIsToComeToo(t *testing.T) {
	for by, want := range map[ActorID]string{"actor:orm": "Orm denies it.", "": "An article denies it in its own voice."} {
		denial := &EventAccount{ID: "account:1", Anchor: Anchor{Article: "article:a"}, Event: "event:1", Aspect: Occurrence, Certainty: Denied}
		if by != "" {
			denial.Attribution.Hops = []Hop{{Position: 1, Actor: by}}
		}
		ds := &Dataset{
			Articles: []*Article{{ID: "article:a"}}, Actors: []*Actor{{ID: "actor:orm", Name: "Orm"}},
			Events: []*Event{{ID: "event:1"}}, Accounts: []*EventAccount{denial},
		}
		Derive(ds)
		if got := ds.Events[0].Standing; got != (Standing{DeniedClaim, want}) {
			t.Errorf("denied by %q: %+v, want %q", by, got, want)
		}
	}
}

func TestStatementsOfOneGistRepeatTheFirst(t *testing.T) {
	day := func(d Date) UncertainDate { return UncertainDate{Earliest: d, Latest: d} }
	one := func(id StatementID, gist string, on Date, links ...StatementLink) *Statement {
		return &Statement{ID: id, Gist: gist, Speaker: "actor:velda", Said: day(on), Links: links}
	}
	for _, c := range []struct {
		says string
		a, b *Statement
		from StatementID
	}{
		{"the later repeats the earlier", one("statement:1", "It is so.", "2031-05-04"), one("statement:2", "It is  So", "2031-05-03"), "statement:1"},
		{"of one day, the greater id repeats the lesser", one("statement:1", "It is so.", "2031-05-04"), one("statement:2", "It is so.", "2031-05-04"), "statement:2"},
		{"another gist", one("statement:1", "It is so.", "2031-05-04"), one("statement:2", "It is not so.", "2031-05-03"), ""},
		{"a curator has linked them otherwise", one("statement:1", "It is so.", "2031-05-04", link(Answers, "statement:2")), one("statement:2", "It is so.", "2031-05-03"), ""},
	} {
		ds := weighed(c.a, c.b)
		Derive(ds) // again, which must change nothing
		var from []StatementID
		for _, s := range ds.Statements {
			for _, l := range s.Links {
				if l.Basis == Computed {
					from = append(from, s.ID)
				}
			}
		}
		if c.from == "" && len(from) > 0 || c.from != "" && (len(from) != 1 || from[0] != c.from) {
			t.Errorf("%s: links from %v, want %q", c.says, from, c.from)
		}
	}
}
