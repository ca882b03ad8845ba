package observe

import (
	"context"
	"io"
	"log/slog"
)

// Logger writes a line for each record, as text or as JSON. Whatever is logged while a request is answered has its id.
func Logger(w io.Writer, json bool, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if json {
		return slog.New(identified{slog.NewJSONHandler(w, options)})
	}
	return slog.New(identified{slog.NewTextHandler(w, options)})
}

type identified struct{ slog.Handler }

// Handle adds the id of the request that the context is of.
func (h identified) Handle(ctx context.Context, r slog.Record) error {
	if n := noteOf(ctx); n != nil {
		r.AddAttrs(slog.String("request", n.id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the id on what is derived.
func (h identified) WithAttrs(attrs []slog.Attr) slog.Handler {
	return identified{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the id on what is derived.
func (h identified) WithGroup(name string) slog.Handler {
	return identified{h.Handler.WithGroup(name)}
}
