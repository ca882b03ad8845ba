import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';

// Where `npm run dev` finds the server that answers.
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    react(),
    compressed({
      into: 'dist',
      // Bytes of script, gzipped, that a page may load before it shows anything.
      budgets: { 'index.html': 200_000 },
    }),
  ],
  publicDir: false,
  build: {
    outDir: 'build',
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // those that know light-dark(), which a choice of colours needs
    reportCompressedSize: false, // compressed says it
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the policy of the explorer's page allows no data: addresses
    chunkSizeWarningLimit: 4000, // kB; monaco is one chunk, on the playground's page alone
    rolldownOptions: {
      input: { explorer: 'index.html', playground: 'graphiql/index.html' },
      checks: { moduleLevelDirective: false },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/graphql': server, '/schema.graphql': server, '/queries': server } },
});
