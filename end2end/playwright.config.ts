// Journeys through the demo, each in two projects: with JavaScript and without.
import { defineConfig, devices } from '@playwright/test';

const port = Number(process.env.WIJKCALL_TEST_PORT ?? 3917);
const binary = process.env.WIJKCALL_TEST_BINARY ?? '../target/debug/wijkcall';
const address = `http://127.0.0.1:${port}`;
const browser = {
  ...devices['Desktop Chrome'],
  baseURL: address,
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
};

export default defineConfig({
  testDir: '.',
  outputDir: '../target/end2end',
  // One demo serves all journeys; each makes what it changes by itself.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  use: { locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', actionTimeout: 15_000, trace: 'retain-on-failure' },
  projects: [
    { name: 'javascript', testDir: 'journeys', use: browser },
    { name: 'plain', testDir: 'journeys', testIgnore: /island/, use: { ...browser, javaScriptEnabled: false } },
    { name: 'screenshots', testDir: 'screenshots', use: browser },
  ],
  webServer: {
    command: `${binary} demo --listen 127.0.0.1:${port} --public-url ${address}`,
    url: `${address}/healthz`,
    env: { WIJKCALL_LOG_LEVEL: 'warn' },
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
