import type { CodegenConfig } from '@graphql-codegen/cli';

// Types of every query of the explorer, from the schema as it is served. `npm run codegen` writes src/gql; what is committed
// there is what this gives.
const config: CodegenConfig = {
  schema: ['../schema.graphqls', '../graph/schema/*.graphqls'],
  documents: ['src/explorer/**/*.{ts,tsx}'],
  ignoreNoDocuments: true,
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        skipTypename: true,
        useTypeImports: true,
        avoidOptionals: { field: true },
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        strictScalars: true,
        scalars: {
          Date: 'string',
          EDTF: 'string',
          URL: 'string',
          LanguageTag: 'string',
          CountryCode: 'string',
          QID: 'string',
        },
      },
    },
  },
};

export default config;
