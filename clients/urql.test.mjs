// urql, as an application has it, against the server.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { listening, serve } from './server.mjs';

const url = `${await serve()}/graphql`;

function client(exchanges = [], options = {}) {
  const { heard, fetching } = listening();
  return { heard, urql: new Client({ url, fetch: fetching, exchanges: [cacheExchange, ...exchanges, fetchExchange], ...options }) };
}

const named = gql`query Named($id: ID!) { actor(id: $id) { id name } }`;

// Its Accept header lists event streams and multipart beside JSON.
test('a query goes by GET unless told otherwise', async () => {
  const { urql, heard } = client();
  const { data, error } = await urql.query(named, { id: 'actor:joe-biden' });
  assert.equal(error, undefined);
  assert.equal(data.actor.name, 'Joe Biden');
  assert.equal(heard[0].method, 'GET');
  assert.match(heard[0].type, /^application\/graphql-response\+json/);
});

test('a query that is too long for an address goes by POST, and by POST alone if told so', async () => {
  const many = gql(`query Many($id: ID!) { ${Array.from({ length: 20 }, (_, i) => `${'a'.repeat(100)}${i}: actor(id: $id) { id }`).join(' ')} }`);
  const { urql, heard } = client();
  assert.equal((await urql.query(many, { id: 'actor:joe-biden' })).error, undefined);
  assert.equal(heard[0].method, 'POST');
  const posting = client([], { preferGetMethod: false });
  assert.equal((await posting.urql.query(named, { id: 'actor:joe-biden' })).data.actor.name, 'Joe Biden');
  assert.equal(posting.heard[0].method, 'POST');
});

test('an error is told with its code', async () => {
  for (const preferGetMethod of [false, 'force']) {
    const { urql, heard } = client([], { preferGetMethod });
    const unknown = await urql.query(gql`{ dataset { colour } }`, {});
    assert.equal(unknown.error.graphQLErrors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    assert.equal(heard[0].status, 400);
    const half = await urql.query(named, { id: 'nonsense' });
    assert.equal(half.error.graphQLErrors[0].extensions.code, 'BAD_ID');
    assert.equal(heard[1].status, 200);
  }
});

test('persisted queries', async () => {
  const { urql, heard } = client([persistedExchange({ preferGetForPersistedQueries: 'force' })]);
  const query = gql`query PersistedByUrql { dataset { title } }`;
  const ask = () => urql.query(query, {}, { requestPolicy: 'network-only' });
  const first = await ask();
  assert.equal(first.error, undefined);
  assert.equal(heard.length, 2, 'not known, then with the document');
  const second = await ask();
  assert.deepEqual(second.data, first.data);
  assert.equal(heard.length, 3);
  assert.equal(heard[2].method, 'GET');
  assert.ok(!heard[2].url.includes('dataset'), 'the hash alone');
});
