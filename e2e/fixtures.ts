import AxeBuilder from '@axe-core/playwright'
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import { type Given, openGiven } from '@/e2e/ground/given'
import { installation } from '@/e2e/ground/installation'
import type { Person } from '@/e2e/ground/people'
import { sessionFile } from '@/e2e/ground/run-folder'
import { type Watch, watch } from '@/e2e/ground/watch'

export { expect }

export interface Fixtures {
  /** Who looks at `page`; null when nobody is signed in. */
  as: Person | null
  /** Notes what must not happen on any page; a test ends badly when anything did. */
  watched: Watch
  /** A page of someone else, in a browser of their own. */
  pageOf: (person: Person | null, options?: BrowserContextOptions) => Promise<Page>
  /** Fails on every violation of WCAG 2.2 AA that a machine can find, in the light and in the dark. */
  accessible: (page: Page, what: string, colorSchemes?: readonly ('light' | 'dark')[]) => Promise<void>
}

interface WorkerFixtures {
  /** What is there before a test begins, made through the product's own operations. */
  given: Given
}

const NOBODY = { cookies: [], origins: [] }
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const BROWSER: BrowserContextOptions = {
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  permissions: ['clipboard-read', 'clipboard-write'],
  reducedMotion: 'reduce',
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  as: ['developer', { option: true }],
  baseURL: async ({ baseURL: _ }, use) => use(installation().portalUrl),
  storageState: async ({ as }, use) => use(as ? sessionFile(as) : NOBODY),
  contextOptions: async ({ contextOptions }, use) => use({ ...BROWSER, ...contextOptions }),
  viewport: async ({ viewport: _ }, use) => use(BROWSER.viewport ?? null),
  locale: async ({ locale: _ }, use) => use('en-GB'),
  timezoneId: async ({ timezoneId: _ }, use) => use('Europe/Berlin'),
  permissions: async ({ permissions: _ }, use) => use(['clipboard-read', 'clipboard-write']),

  watched: [
    async ({ context }, use) => {
      const watched = await watch(context)
      await use(watched)
      expect(watched.problems(), 'what must not happen on any page').toEqual([])
    },
    { auto: true },
  ],

  pageOf: async ({ browser, baseURL, watched }, use) => {
    const opened: { watched: Watch; close: () => Promise<void> }[] = []
    await use(async (person, options = {}) => {
      const storageState = person ? sessionFile(person) : NOBODY
      const context = await browser.newContext({
        ...BROWSER,
        ...(baseURL ? { baseURL } : {}),
        storageState,
        ...options,
      })
      const theirs = await watch(context)
      opened.push({ watched: theirs, close: () => context.close() })
      return context.newPage()
    })
    for (const { watched: theirs, close } of opened) {
      expect(theirs.problems(), 'what must not happen on any page').toEqual([])
      await close()
    }
    void watched
  },

  accessible: async ({ browserName: _ }, use) => {
    await use(async (page, what, colorSchemes = ['light', 'dark']) => {
      // Rows that are about to be replaced are dimmed.
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      for (const colorScheme of colorSchemes) {
        await page.emulateMedia({ colorScheme })
        // Our pages have no frames, for which the other mode opens a further page at each run.
        const axe = new AxeBuilder({ page }).setLegacyMode()
        // Only colors differ between the two.
        const { violations } = await (colorScheme === 'light'
          ? axe.withTags(WCAG)
          : axe.withRules('color-contrast')
        ).analyze()
        const found = violations.map(
          ({ id, help, nodes }) =>
            `${id}: ${help}\n${nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join('\n')}`,
        )
        expect(found, `${what}, ${colorScheme}`).toEqual([])
      }
      await page.emulateMedia({ colorScheme: null })
    })
  },

  given: [
    async ({ browserName: _ }, use) => {
      const given = await openGiven()
      await use(given)
      await given.close()
    },
    { scope: 'worker' },
  ],
})
