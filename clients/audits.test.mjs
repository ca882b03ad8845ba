// Every audit that the package graphql-http has of a server, its SHOULDs and MAYs included.
import assert from 'node:assert/strict';
import test from 'node:test';
import { serverAudits } from 'graphql-http';
import { serve } from './server.mjs';

const url = `${await serve()}/graphql`;
const audits = serverAudits({ url, fetchFn: fetch });

test('there are as many audits as there were', () => assert.equal(audits.length, 61));

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.equal(result.status, 'ok', result.reason);
  });
}
