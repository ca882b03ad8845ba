package draft

import "onrecord/news"

// Place is a place of the dataset that an article names.
type Place struct {
	news.Span
	// ID is the dataset's.
	ID string
}

// places finds the names of known places.
func (p *page) places(context *Context) []Place {
	var found []Place
	for i := 0; i < len(p.tokens); i++ {
		if id, n := context.places.longest(p.tokens, i); n > 0 {
			found = append(found, Place{news.Span{Start: p.tokens[i].Start, End: p.tokens[i+n-1].End}, id})
			i += n - 1
		}
	}
	return found
}

// tolls are the measures that count what an event did.
var tolls = map[news.Measure]bool{news.Killed: true, news.Injured: true, news.Casualties: true, news.Displaced: true, news.Detained: true, news.Hostages: true}

// tollOf says of which event a figure is a toll, by its index, and at which place, so that figures of several articles can be held
// side by side: the one event and the one place that its sentence names. -1 and "" where there is none, or more than one.
func (d *Draft) tollOf(f *Figure) (event int, place string) {
	event = -1
	if !tolls[f.Measure] {
		return event, ""
	}
	var sentence news.Span
	for _, s := range d.Sentences {
		if s.Covers(f.Span) {
			sentence = s.Span
		}
	}
	events := 0
	for i := range d.Events {
		if d.Events[i].Span == sentence {
			event = i
			events++
		}
	}
	if events > 1 {
		event = -1
	}
	for _, p := range d.Places {
		switch {
		case !sentence.Covers(p.Span):
		case place != "" && place != p.ID:
			return event, ""
		default:
			place = p.ID
		}
	}
	return event, place
}
