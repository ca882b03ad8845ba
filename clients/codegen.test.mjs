// graphql-codegen makes types of every saved query, with no scalar left as any, and TypeScript takes them at its strictest.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { generate } from '@graphql-codegen/cli';
import { serve } from './server.mjs';
import { made, schemaOf } from './schema.mjs';

const address = await serve();
const types = join(made, 'types');

function check() {
  const compiler = join(import.meta.dirname, 'node_modules/.bin/tsc');
  execFileSync(compiler, ['--project', join(types, 'tsconfig.json')], { stdio: 'pipe', encoding: 'utf8' });
}

test('types of the saved queries compile', async () => {
  const { path } = await schemaOf(address, 'codegen.graphql');
  rmSync(types, { recursive: true, force: true });
  mkdirSync(types, { recursive: true });
  const files = await generate({
    schema: path,
    documents: join(import.meta.dirname, '../queries/*.graphql'),
    generates: {
      [`${types}/`]: {
        preset: 'client',
        config: {
          strictScalars: true,
          useTypeImports: true,
          enumsAsTypes: true,
          scalars: { CountryCode: 'string', Date: 'string', EDTF: 'string', LanguageTag: 'string', QID: 'string', URL: 'string' },
        },
      },
    },
    silent: true,
  }, true);
  assert.ok(files.length > 2);
  cpSync(join(import.meta.dirname, 'codegen'), types, { recursive: true });
  try {
    check();
  } catch (error) {
    assert.fail(error.stdout);
  }
});

test('a field that is not there would be noticed', () => {
  writeFileSync(join(types, 'wrong.ts'), `import type { OneNestedQueryQuery } from './graphql';
export const wrong = (answer: OneNestedQueryQuery): string | undefined => answer.quantity?.colour;
`);
  assert.throws(check, error => error.stdout.includes("'colour' does not exist"));
  rmSync(join(types, 'wrong.ts'));
});
