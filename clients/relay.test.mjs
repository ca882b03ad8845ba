// Relay's compiler takes the schema that the server gives, with connections that can be fetched again, and the server answers
// each of the queries that the compiler writes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { serve } from './server.mjs';
import { made, schemaOf } from './schema.mjs';

const address = await serve();

test('relay-compiler writes queries that the server answers', async () => {
  await schemaOf(address, 'schema.graphql');
  const artifacts = join(made, 'relay');
  rmSync(artifacts, { recursive: true, force: true });
  mkdirSync(artifacts, { recursive: true });
  const compiler = join(import.meta.dirname, 'node_modules/.bin/relay-compiler');
  execFileSync(compiler, ['--noWatchman', 'relay.config.json'], { cwd: join(import.meta.dirname, 'relay'), stdio: 'pipe' });

  const queries = readdirSync(artifacts).filter(name => name.endsWith('Query.graphql.ts'));
  assert.deepEqual(queries.map(name => name.split('.')[0]).sort(), [
    'AppActorsPaginationQuery', 'AppFiguresPaginationQuery', 'AppMentionRefetchQuery', 'AppNameRefetchQuery', 'AppQuery', 'AppStatementsPaginationQuery',
  ]);
  const ids = {
    AppFiguresPaginationQuery: 'article:001_d44c365b91d9de36',
    AppNameRefetchQuery: 'actor:joe-biden',
    AppStatementsPaginationQuery: 'actor:joe-biden',
  };
  const ask = async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const answer = await fetch(`${address}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return answer.json();
  };
  ids.AppMentionRefetchQuery = (await ask('{ figures(first: 1) { nodes { id } } }')).data.figures.nodes[0].id;
  for (const file of queries) {
    const name = file.split('.')[0];
    const text = /"text": ("(?:[^"\\]|\\.)*")/.exec(readFileSync(join(artifacts, file), 'utf8'));
    assert.ok(text, `${name} has no text`);
    const variables = { id: ids[name], first: 3, count: 3, actor: 'actor:joe-biden', article: 'article:001_d44c365b91d9de36' };
    const { data, errors } = await ask(JSON.parse(text[1]), variables);
    assert.equal(errors, undefined, `${name}: ${JSON.stringify(errors)}`);
    assert.ok(Object.values(data).every(value => value !== null), name);
  }
});
