// graphql-eslint holds the schema that the server gives against its sets "recommended" and "relay".
import assert from 'node:assert/strict';
import test from 'node:test';
import graphql from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { buildSchema, isObjectType } from 'graphql';
import { serve } from './server.mjs';
import { schemaOf } from './schema.mjs';

const { sdl, path } = await schemaOf(await serve(), 'eslint.graphql');

// What has an identity is a Node, and each has exactly one id; pages, edges, dates and the like have none of their own.
const identityless = Object.values(buildSchema(sdl).getTypeMap())
  .filter(type => isObjectType(type) && !type.getInterfaces().some(({ name }) => name === 'Node'))
  .map(({ name }) => name);

const rules = {
  ...graphql.configs['flat/schema-recommended'].rules,
  ...graphql.configs['flat/schema-relay'].rules,
  '@graphql-eslint/strict-id-in-types': ['error', { exceptions: { types: identityless } }],
  // Short lists stay lists, and every connection has nodes beside its edges.
  '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false }],
};

// What the sets find and we leave, each with its reason.
const noNode = "Edge type's field `node` must implement `Node` interface.";
const left = {
  [`released: Date!: Field "released" starts with the name of the parent type "Release"`]: 'the day, named as in Dataset',
  [`type ChangeEdge {: ${noNode}`]: 'a change is found by what it happened to, and has no id of its own',
  [`type MomentEdge {: ${noNode}`]: 'a place in a timeline belongs to a record that has an id',
  [`type SearchEdge {: ${noNode}`]: 'a hit belongs to a record that has an id',
};

async function findings(text) {
  const eslint = new ESLint({
    cwd: import.meta.dirname,
    overrideConfigFile: true,
    ignore: false,
    overrideConfig: [{
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': graphql },
      languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: text } } },
      rules,
    }],
  });
  const [{ messages }] = await eslint.lintText(text, { filePath: path });
  return messages.map(({ ruleId, line, message }) => ({ ruleId, message: `${text.split('\n')[line - 1].trim()}: ${message}` }));
}

test('the schema is clean', async () => {
  const found = await findings(sdl);
  assert.deepEqual(found.filter(({ message }) => !(message in left)), []);
  for (const message in left) assert.ok(found.some(finding => finding.message === message), `no longer found: ${message}`);
});

test('a connection that is none would be noticed', async () => {
  const found = await findings(`${sdl}\ntype BrokenConnection { nodes: [Actor!]! }\nextend type Query { broken: BrokenConnection! }\n`);
  assert.ok(found.some(({ ruleId }) => ruleId === '@graphql-eslint/relay-connection-types'));
});
