import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { chromium } from './chromium.ts';

/** Pages of the built program in the system's Chromium. The server is started by serve.ts, on a port of its own. */
const config: PlaywrightTestConfig = defineConfig({
  testDir: '.',
  globalSetup: './serve.ts',
  outputDir: './results',
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});

export default config;
