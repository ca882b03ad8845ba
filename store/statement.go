package store

import "onrecord/news"

var statements = kept(nounStatement, "statement", (*codec).statement).
	sorted(
		func(key []byte, _ *relations, s *news.Statement) []byte { return dateKey(key, s.Said) },
		func(key []byte, r *relations, s *news.Statement) []byte { return numberKey(key, r.countIn()) },
	).
	once(func(s *news.Statement) []string { return plain(s.FormerIDs) }).
	found(func(r *relations, s *news.Statement, e *entry) {
		e.add(fieldSpeaker, string(s.Speaker))
		e.add(fieldAddressee, string(s.Addressee))
		e.add(fieldAct, string(s.Act))
		addAll(e, fieldAbout, s.About)
		e.add(fieldOccasion, string(s.Occasion))
		e.add(fieldEvent, string(s.Occasion))
		for _, subject := range s.About {
			if kind, _, _ := news.SplitID(string(subject)); kind == news.KindEvent {
				e.add(fieldEvent, string(subject))
			}
		}
		for _, link := range s.Links {
			e.add(fieldLinked, string(link.Statement))
		}
		e.inArticles(r)
		e.date(s.Said)
		e.add(fieldCuration, string(s.Curation))
		e.measure(attributeArticles, r.countIn())
		e.measure(attributeOrigins, uint64(s.Corroboration.IndependentOrigins))
		e.add(fieldStatus, string(s.Status))
		e.words(s.Gist)
		var told telling
		r.ownReports(func(report *news.StatementReport) {
			addAll(e, fieldVia, report.Attribution.Through())
			e.words(report.Text)
			told.take(report)
		})
		// Nobody named stands behind it where the speaker is unnamed, or every report of it goes back to somebody who is.
		e.flag(fieldAnonymous, r.unnamed[r.speakerOf[r.own.ordinal]] || told.told && !told.named)
		// One article quotes words of it, and another has a paraphrase without any.
		e.flag(fieldRetold, told.quoted && told.paraphrased && told.twice)
	})

// telling is how the reports of a statement tell it.
type telling struct {
	told, named, quoted, paraphrased, twice bool
	in                                      news.ArticleID // the first
}

func (t *telling) take(report *news.StatementReport) {
	if !t.told {
		t.told, t.in = true, report.Article
	}
	t.named = t.named || !report.Attribution.Anonymous
	t.quoted = t.quoted || report.Mode != news.Indirect
	t.paraphrased = t.paraphrased || report.Mode == news.Indirect
	t.twice = t.twice || report.Article != t.in
}

func (c *codec) statementProposal(p *news.StatementProposal) {
	text(c, &p.Statement)
	enum(c, &p.Basis, news.LinkBases)
	text(c, &p.Why)
}

func (c *codec) statement(s *news.Statement) {
	text(c, &s.ID)
	text(c, &s.Gist)
	text(c, &s.Speaker)
	text(c, &s.Addressee)
	enum(c, &s.Act, news.SpeechActs)
	c.date(&s.Said)
	text(c, &s.Occasion)
	textList(c, &s.About)
	list(c, &s.Links, (*codec).statementLink)
	textList(c, &s.FormerIDs)
	text(c, &s.Established)
	c.corroboration(&s.Corroboration)
	c.standing(&s.Standing)
	enum(c, &s.Curation, news.Curations)
	list(c, &s.PerhapsSame, (*codec).statementProposal)
}

func (c *codec) corroboration(k *news.Corroboration) {
	c.count(&k.Articles)
	c.count(&k.Outlets)
	textList(c, &k.Origins)
	c.count(&k.OwnVoices)
	c.count(&k.IndependentOrigins)
	textList(c, &k.Merged)
}

func (c *codec) standing(s *news.Standing) {
	enum(c, &s.Status, news.ClaimStatuses)
	text(c, &s.Reason)
}

func (c *codec) statementLink(l *news.StatementLink) {
	enum(c, &l.Kind, news.LinkKinds)
	text(c, &l.Statement)
	enum(c, &l.Basis, news.LinkBases)
	text(c, &l.Why)
}

// Statement is the statement with the id, or nil where there is none.
func (s *Store) Statement(id news.StatementID) (*news.Statement, error) {
	return get(s, &statements, news.KindStatement, string(id))
}

// Worded is a statement with its wordings. They follow from its reports, and are worked out when they are asked for.
func (s *Store) Worded(statement *news.Statement) (worded *news.Worded, err error) {
	list := listing{s: s, noun: nounReport, relations: []relation{relation(ReportsOf(statement.ID))}}
	err = list.find(func(q *query) error {
		its := make([]*news.StatementReport, q.len())
		for i := range its {
			rank, err := q.at(i)
			if err != nil {
				return err
			}
			if its[i], err = reports.read(q.reader, rank); err != nil {
				return err
			}
		}
		worded = news.Word(statement, its)
		return nil
	})
	return worded, err
}

// Statements lists statements.
func (s *Store) Statements(filter *StatementFilter, order *StatementOrder, page Page, scopes ...Scope[*news.Statement]) (*StatementConnection, error) {
	var by ordering
	if order != nil {
		by.direction = order.Direction
		if order.Field == StatementArticles {
			by.order = 1
		}
	}
	return lookUp(s, &statements, by, page, filter, scopes)
}

func (f *StatementFilter) narrow(q *query) {
	if f == nil {
		return
	}
	is(q, f.IDs, news.KindStatement)
	of(q, fieldSpeaker, f.Speakers, news.KindActor)
	q.flag(fieldAnonymous, f.Anonymous)
	q.flag(fieldRetold, f.QuotedAndParaphrased)
	among(q, fieldAct, f.Acts)
	of(q, fieldAbout, f.About, news.SubjectKinds...)
	one(q, fieldOccasion, f.Occasion, news.KindEvent)
	of(q, fieldArticle, f.Articles, news.KindArticle)
	of(q, fieldVia, f.Via, news.KindActor)
	q.during(f.Said)
	q.atLeast(attributeArticles, f.MinArticles)
	q.atLeast(attributeOrigins, f.MinOrigins)
	among(q, fieldStatus, f.Statuses)
	q.words(f.Text)
	exactly(q, fieldCuration, f.Curation)
}
