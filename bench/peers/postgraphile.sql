-- What the benchmark asks PostGraphile for: the records as the other peers have them, loaded from the same files. Fields that
-- take arguments or an order are functions, as PostGraphile has it.
create unlogged table raw (rank bigserial, doc jsonb);

create table actors (id text primary key, name text not null);
create table articles (id text primary key, headline text);
create table events (id text primary key, rank bigint, label text not null, edtf text);
create table quantities (id text primary key, label text not null, event text);
create table statements (id text primary key, rank bigint, gist text not null, act text not null, edtf text, speaker text not null references actors);
create table statement_events (statement text, event text, rank bigint, primary key (event, rank, statement));
create table reports (id text primary key, rank bigint, mode text not null, text text not null, statement text not null, article text not null references articles);
create table figures (id text primary key, rank bigint, printed text not null, comparator text not null, value float8, path text not null, event text);

\copy raw (doc) from 'actors.ndjson' with (format csv, delimiter e'\x01', quote e'\x02')
insert into actors select doc->>'id', doc->>'name' from raw; truncate raw;
\copy raw (doc) from 'articles.ndjson' with (format csv, delimiter e'\x01', quote e'\x02')
insert into articles select doc->>'id', doc->>'headline' from raw; truncate raw;
\copy raw (doc) from 'events.ndjson' with (format csv, delimiter e'\x01', quote e'\x02')
insert into events select doc->>'id', rank, doc->>'label', doc->>'edtf' from raw; truncate raw;
\copy raw (doc) from 'quantities.ndjson' with (format csv, delimiter e'\x01', quote e'\x02')
insert into quantities select doc->>'id', doc->>'label', doc->>'event' from raw; truncate raw;
\copy raw (doc) from 'statements.ndjson' with (format csv, delimiter e'\x01', quote e'\x02')
insert into statements select doc->>'id', rank, doc->>'gist', doc->>'act', doc->>'edtf', doc->>'speaker' from raw;
insert into statement_events
  select distinct doc->>'id', event, rank from raw, lateral (select jsonb_array_elements_text(doc->'about') union select doc->>'occasion') as t(event)
  where event like 'event:%';
truncate raw;
\copy raw (doc) from 'reports.ndjson' with (format csv, delimiter e'\x01', quote e'\x02')
insert into reports select doc->>'id', rank, doc->>'mode', doc->>'text', doc->>'statement', doc->>'article' from raw; truncate raw;
\copy raw (doc) from 'figures.ndjson' with (format csv, delimiter e'\x01', quote e'\x02')
insert into figures
  select doc->>'id', rank, doc->>'printed', doc->>'comparator', (doc->>'value')::float8, doc->>'path', q.event from raw join quantities q on q.id = doc->>'quantity';
drop table raw;

create index on statements (speaker, rank);
create index on statements using gin (to_tsvector('simple', gist));
create index on reports (statement, rank);
create index on figures (event, rank);
create index on statement_events (statement);

create function events_of(ids text[]) returns setof events stable language sql as $$ select * from events e where e.id = any ($1) order by rank $$;
create function search_statements(text text) returns setof statements stable language sql as $$
  select * from statements where to_tsvector('simple', gist) @@ to_tsquery('simple', replace(replace(replace($1, ' ', ' & '), 'gist:', ''), '"', '')) order by rank
$$;
create function events_figures(e events) returns setof figures stable language sql as $$ select * from figures where event = e.id order by rank $$;
create function events_statements(e events) returns setof statements stable language sql as $$
  select s.* from statement_events x join statements s on s.id = x.statement where x.event = e.id order by x.rank
$$;
create function actors_said(a actors) returns setof statements stable language sql as $$ select * from statements where speaker = a.id order by rank $$;
create function statements_reports(s statements) returns setof reports stable language sql as $$ select * from reports where statement = s.id order by rank $$;
analyze;
