package loader

import (
	"io/fs"

	"onrecord/news"
)

// PageFurniture gives the spans that each article's record marks as page furniture. Files that cannot be read are left out; Load
// reports them.
func PageFurniture(dataset fs.FS) map[news.ArticleID][]news.Span {
	found := map[news.ArticleID][]news.Span{}
	l := &linker{problems: &problems{}, register: newRegister(newCopier)}
	files := l.sort(dataset, nil)
	for _, name := range files.articles {
		part := l.part()
		part.held = l.fetch(files, name)
		a := part.readArticle(name)
		for _, x := range a.wire.Article.Furniture {
			id := news.ArticleID(news.KindArticle.ID(a.slug))
			found[id] = append(found[id], x.Span.Span)
		}
	}
	return found
}
