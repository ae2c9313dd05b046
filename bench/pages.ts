import { type BrowserContext, chromium } from '@playwright/test'
import { median } from '@/bench/numbers'
import { makeKeys } from '@/bench/scene'
import { OWNER, openInstallation } from '@/e2e/processes/installation'
import { signIn } from '@/e2e/processes/signed-in-client'
import { commonWords } from '@/lib/core/words/en/common'
import { findChromium } from '@/scripts/suites/chromium.mjs'

const ROUNDS = 9
const KEYS = 50

/** In milliseconds since the navigation began, and of what kept the main thread for longer than 50 ms (web.dev/lcp, web.dev/tbt). */
interface Load {
  readonly largestPaint: number
  readonly blocked: number
}

/**
 * The panel with a page of 50 keys, against the page that says that there is no such page: the same build and the same server, with nothing of
 * its own to load. In turns, each in a browser context that has nothing in its cache.
 */
export async function measurePages(databaseUrl: string): Promise<readonly string[]> {
  const installation = await openInstallation(databaseUrl)
  const app = await installation.createApp('bench-pages', 'http://127.0.0.1:9')
  await makeKeys(installation, app, KEYS)
  const portal = await installation.startPortal()
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  try {
    const { cookies } = await signIn(portal.url, installation.publicUrl, OWNER)
    const organization = installation.organization.slug
    const pages = {
      empty: { address: '/nothing-is-here', heading: commonWords.pageNotFound, loads: [] as Load[] },
      panel: {
        address: `/o/${organization}/cloud-functions/${app.slug}/api-keys`,
        heading: `API keys of ${app.name}`,
        loads: [] as Load[],
      },
    }
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { address, heading, loads } of Object.values(pages)) {
        const context = await browser.newContext()
        await context.addCookies(cookiesOf(cookies, portal.url))
        const seen = await load(context, `${portal.url}${address}`, heading)
        await context.close()
        // The first of each warms the server up.
        if (round > 0) loads.push(seen)
      }
    }
    const of = (loads: readonly Load[], which: keyof Load) => median(loads.map((seen) => seen[which]))
    const words = (which: keyof Load) =>
      `${of(pages.panel.loads, which).toFixed(0)} ms, an empty page ${of(pages.empty.loads, which).toFixed(0)} ms`
    return [
      `- The panel with ${KEYS} keys in Chromium: largest contentful paint ${words('largestPaint')}; total blocking time ${words('blocked')}`,
      `  - medians of ${ROUNDS} loads of each in turns, nothing cached, browser and server on the same cores`,
    ]
  } finally {
    await browser.close()
    await portal.stop()
    await installation.close()
  }
}

/** Of a Cookie header (RFC 6265 §4.2). */
const cookiesOf = (header: string, url: string) =>
  header
    .split('; ')
    .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url }))

async function load(context: BrowserContext, url: string, heading: string): Promise<Load> {
  const page = await context.newPage()
  await page.addInitScript(() => {
    const seen = { largestPaint: 0, blocked: 0 }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.largestPaint = entry.startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.blocked += Math.max(0, duration - 50)
    }).observe({ type: 'longtask', buffered: true })
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  const seen = await page.evaluate(() => (window as unknown as { seen: Load }).seen)
  if (seen.largestPaint === 0) throw new Error(`Nothing was painted at ${url}`)
  return seen
}
