import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@/e2e/fixtures'
import { KeysPanel } from '@/e2e/pages/keys-panel'
import { Shell } from '@/e2e/pages/shell'
import { CHECKOUT } from '@/scripts/places.mjs'

/** So many kB (1,000 bytes) of gzip more than an empty page of this build may the panel load. What only some press loads when they do. */
const MOST_KILOBYTES = 130

const gzipped = (script: Buffer) => gzipSync(script, { level: 9 }).byteLength

/** What every page of this build loads, one that shows nothing too: React, the router, and what loads the rest. */
function emptyPage(): number {
  const { rootMainFiles } = JSON.parse(readFileSync(join(CHECKOUT, '.next/build-manifest.json'), 'utf8')) as {
    rootMainFiles: string[]
  }
  return rootMainFiles.reduce((sum, file) => sum + gzipped(readFileSync(join(CHECKOUT, '.next', file))), 0)
}

test('the panel loads little more scripts than an empty page', async ({ page }) => {
  const scripts = new Map<string, Promise<Buffer>>()
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script' || /\.js(?:\?|$)/.test(response.url()))
      scripts.set(response.url(), response.body())
  })
  await page.goto('/o/demo/cloud-functions/resize-image/api-keys')
  await expect(new KeysPanel(page).table).toBeVisible()
  // What comes afterwards by itself, before anybody has pressed anything, counts as well.
  await page.waitForLoadState('networkidle')
  const sizes = await Promise.all([...scripts.values()].map(async (body) => gzipped(await body)))
  const panel = sizes.reduce((sum, size) => sum + size, 0)
  const empty = emptyPage()
  const inKilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`
  console.log(
    `scripts in gzip: an empty page ${inKilobytes(empty)}, the panel ${inKilobytes(panel)}, ${inKilobytes(panel - empty)} more (at most ${MOST_KILOBYTES} kB)`,
  )
  expect(empty, 'an empty page loads something').toBeGreaterThan(50_000)
  expect(panel, 'the panel loads more').toBeGreaterThan(empty)
  expect(panel - empty, 'scripts of the panel').toBeLessThanOrEqual(MOST_KILOBYTES * 1_000)
})

test('a page asks for the pages it leads to when somebody is about to open one, and for none before', async ({
  page,
}) => {
  const ahead: string[] = []
  page.on('request', (request) => {
    if (request.headers()['next-router-prefetch']) ahead.push(new URL(request.url()).pathname)
  })
  await page.goto('/o/demo/cloud-functions/resize-image/api-keys')
  await expect(new KeysPanel(page).table).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(ahead).toEqual([])
  await new Shell(page).navigation.getByRole('link', { name: 'Secrets' }).hover()
  await expect.poll(() => ahead).toContain('/o/demo/secrets')
  expect(new Set(ahead).size).toBe(1)
})
