import { join } from 'node:path'
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import { runFolder } from '@/e2e/ground/run-folder'

/**
 * The browser tests, against the built portal and a real gateway, worker and PostgreSQL, started once for the run by
 * `e2e/ground/global-setup.ts`.
 *
 * AURA_SWEEP: only the tests tagged `@sweep`, which `npm run test:long` runs and `npm test` does not.
 * AURA_TRACE: keeps a trace of each test that fails; without it, what the page held then. Recording costs a sixth of the run.
 * AURA_CHROMIUM: the browser. AURA_E2E_REPORT: where the results go as JSON. AURA_PICTURES: a folder for pictures of every
 * screen, which are taken instead of the tests.
 */
const { AURA_CHROMIUM, AURA_E2E_REPORT, AURA_PICTURES, AURA_SWEEP, AURA_TRACE } = process.env

const browser: PlaywrightTestConfig['use'] = {
  browserName: 'chromium',
  launchOptions: {
    executablePath: AURA_CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
}

/** Looked at one by one, they take longer than they tell in every run. */
const SWEPT = /@sweep/

const signIn = { name: 'sign-in', testMatch: 'ground/*.setup.ts' }

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/ground/global-setup.ts',
  // A trace holds what was on the screen, keys included, so it stays with the other things of the run.
  outputDir: join(runFolder(), 'failures'),
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [
    ['list'],
    ...(AURA_E2E_REPORT ? [['json', { outputFile: AURA_E2E_REPORT }] as ['json', { outputFile: string }]] : []),
  ],
  use: {
    ...browser,
    trace: AURA_TRACE ? { mode: 'retain-on-failure', screenshots: false, sources: false } : 'off',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
  },
  projects: AURA_PICTURES
    ? [signIn, { name: 'pictures', testMatch: 'pictures/*.spec.ts', dependencies: ['sign-in'], timeout: 300_000 }]
    : [
        signIn,
        {
          name: 'browser',
          testMatch: '{journeys,security,screens}/*.spec.ts',
          dependencies: ['sign-in'],
          ...(AURA_SWEEP ? { grep: SWEPT } : { grepInvert: SWEPT }),
        },
      ],
})
