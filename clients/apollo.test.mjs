// Apollo Client, as an application has it, against the server.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { listening, serve } from './server.mjs';

const uri = `${await serve()}/graphql`;

const quantity = 'quantity:killed-in-israel-2023-10-07-attack';
const figures = gql`
  query Figures($quantity: ID!) {
    quantity(id: $quantity) {
      id
      label
      figures { nodes { id printed article { id } } }
    }
  }
`;

function client(options = {}, links = []) {
  const { heard, fetching } = listening();
  const cache = new InMemoryCache({ typePolicies: { Query: { fields: { actors: relayStylePagination() } } } });
  const link = ApolloLink.from([...links, new HttpLink({ uri, fetch: fetching, ...options })]);
  return { heard, cache, apollo: new ApolloClient({ cache, link }) };
}

const persisted = { sha256: text => createHash('sha256').update(text).digest('hex') };

for (const useGETForQueries of [false, true]) {
  test(`a query by ${useGETForQueries ? 'GET' : 'POST'}, kept by id`, async () => {
    const { apollo, cache, heard } = client({ useGETForQueries });
    const { data } = await apollo.query({ query: figures, variables: { quantity } });
    assert.deepEqual(data.quantity.figures.nodes.map(figure => figure.printed).sort(), ['1,400', 'around 1,200', 'more than 1,400']);
    assert.equal(cache.extract()[`Quantity:${quantity}`].label, data.quantity.label);
    assert.equal(heard.length, 1);
    assert.equal(heard[0].method, useGETForQueries ? 'GET' : 'POST');
    assert.match(heard[0].type, /^application\/graphql-response\+json/);

    await apollo.query({ query: figures, variables: { quantity } });
    assert.equal(heard.length, 1, 'the second time it comes from the cache');
  });
}

test('an error is told with its code', async () => {
  const { apollo, heard } = client();
  const unknown = apollo.query({ query: gql`{ dataset { colour } }` });
  await assert.rejects(unknown, error => CombinedGraphQLErrors.is(error) && error.errors[0].extensions.code === 'GRAPHQL_VALIDATION_FAILED');
  assert.equal(heard[0].status, 400);

  const partial = await apollo.query({
    query: gql`{ nodes(ids: ["article:001_d44c365b91d9de36", "nonsense"]) { id } }`,
    errorPolicy: 'all',
  });
  assert.equal(partial.error.errors[0].extensions.code, 'BAD_ID');
  assert.deepEqual(partial.data.nodes.map(node => node?.id), ['article:001_d44c365b91d9de36', undefined]);
  assert.equal(heard[1].status, 200);
});

test('a list is read page by page to its end', async () => {
  const { apollo, cache } = client();
  const query = gql`
    query Actors($after: String) {
      actors(first: 20, after: $after) { totalCount edges { cursor node { id } } pageInfo { endCursor hasNextPage startCursor hasPreviousPage } }
    }
  `;
  const watched = apollo.watchQuery({ query });
  const subscription = watched.subscribe(() => {});
  let data = (await apollo.query({ query })).data;
  for (let page = 0; data.actors.pageInfo.hasNextPage && page < 10; page++) {
    await watched.fetchMore({ variables: { after: data.actors.pageInfo.endCursor } });
    data = cache.readQuery({ query });
  }
  subscription.unsubscribe();
  const ids = data.actors.edges.map(edge => edge.node.id);
  assert.ok(ids.length > 20);
  assert.equal(new Set(ids).size, data.actors.totalCount);
  assert.equal(ids.length, data.actors.totalCount);
});

for (const useGETForHashedQueries of [false, true]) {
  test(`persisted queries, the hash by ${useGETForHashedQueries ? 'GET' : 'POST'}`, async () => {
    const name = `Persisted${useGETForHashedQueries ? 'Get' : 'Post'}`; // a document that the server has not seen
    const query = gql(`query ${name} { dataset { title } }`);
    const { apollo, heard } = client({}, [new PersistedQueryLink({ ...persisted, useGETForHashedQueries })]);
    const ask = () => apollo.query({ query, fetchPolicy: 'network-only' });
    const first = await ask();
    assert.deepEqual(heard.map(({ status }) => status), [400, 200], 'not known, then with the document');
    const second = await ask();
    assert.deepEqual(second.data, first.data);
    assert.equal(heard.length, 3);
    assert.equal(heard[2].method, useGETForHashedQueries ? 'GET' : 'POST');
    assert.equal(heard[2].status, 200);
    assert.ok(!`${heard[2].url}${heard[2].body}`.includes('dataset'), 'the hash alone');
  });
}
