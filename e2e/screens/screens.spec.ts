import type { Page } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures'
import { statementsOf } from '@/e2e/ground/queries'
import { SWEEP } from '@/e2e/ground/sweep'
import { SCREENS, WIDTHS } from '@/e2e/screens/screens'

/** By how much the page is wider than the window, and whose doing it is: what nothing cuts off. Also in the moment of the resizing itself. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const widest = Math.max(scrollWidth - clientWidth, ...(window.tooWideBy ?? []))
    window.tooWideBy = []
    const isCutOff = (element: Element | null): boolean =>
      element !== null &&
      element !== document.body &&
      (getComputedStyle(element).overflowX !== 'visible' || isCutOff(element.parentElement))
    const reaching = [...document.querySelectorAll('body *')].find(
      (element) =>
        element.getBoundingClientRect().right > clientWidth + 1 &&
        element.closest('.sr-only, details:not([open])') === null &&
        !isCutOff(element.parentElement),
    )
    return { by: widest, for: widest > 0 ? reaching?.outerHTML.slice(0, 200) : undefined }
  })

/** What is placed by a script stands where it stood until the script has run: too short for a test that looks afterwards. */
const noteHowWideThePageBecomes = (page: Page) =>
  page.addInitScript(() => {
    addEventListener('resize', () => {
      const { scrollWidth, clientWidth } = document.documentElement
      window.tooWideBy = [...(window.tooWideBy ?? []), scrollWidth - clientWidth]
    })
  })

/** Moves of what is shown that nobody brought about: what was read or aimed at is suddenly elsewhere. */
const noteLayoutShifts = (page: Page) =>
  page.addInitScript(() => {
    window.layoutShifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & LayoutShift)[])
        if (!entry.hadRecentInput)
          window.layoutShifts?.push({
            score: entry.value,
            of: entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 120) : 'text')),
          })
    }).observe({ type: 'layout-shift', buffered: true })
  })

/** Pairs of controls that lie on each other, of the topmost dialog or else of the page: only one of them can be pressed there. */
const overlaps = (page: Page) =>
  page.evaluate(() => {
    /** Without what a part that scrolls has scrolled away. */
    const shownPartOf = (element: Element) => {
      let { left, top, right, bottom } = element.getBoundingClientRect()
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue
        const box = around.getBoundingClientRect()
        left = Math.max(left, box.left)
        top = Math.max(top, box.top)
        right = Math.min(right, box.right)
        bottom = Math.min(bottom, box.bottom)
      }
      return { left, top, right, bottom, width: right - left, height: bottom - top }
    }
    const dialogs = document.querySelectorAll('[role="dialog"], [role="alertdialog"]')
    const within = dialogs[dialogs.length - 1] ?? document.body
    const controls = [
      ...within.querySelectorAll(
        'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="option"]',
      ),
    ]
      .map((element) => ({ element, box: shownPartOf(element) }))
      .filter(
        ({ element, box }) =>
          box.width > 1 &&
          box.height > 1 &&
          element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
      )
    const isTyped = (element: Element) => element.matches('input, textarea')
    const found: string[] = []
    controls.forEach((one, index) => {
      for (const other of controls.slice(index + 1)) {
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (wide <= 1 || high <= 1) continue
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue
        // A control at the end of a field stands within it, and the field keeps its text clear of it.
        if (isTyped(one.element) !== isTyped(other.element) && one.element.parentElement?.contains(other.element))
          continue
        found.push([one, other].map(({ element }) => element.outerHTML.slice(0, 120)).join(' and '))
      }
    })
    return found
  })

async function fits(page: Page, width: number) {
  await page.setViewportSize({ width, height: width < 700 ? 740 : 900 })
  expect(await overflow(page), `${width} px wide`).toEqual({ by: 0, for: undefined })
  expect(await overlaps(page), `${width} px wide`).toEqual([])
}

interface LayoutShift {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly sources: readonly { readonly node: Node | null }[]
}

declare global {
  interface Window {
    tooWideBy?: number[]
    layoutShifts?: { readonly score: number; readonly of: readonly string[] }[]
  }
}

/** Of one page, from asking who looks to the last of its numbers; a panel takes 28, Home 32, the page of a revoked key 57. What costs more for each row is noticed long before it is slow. */
const MOST_STATEMENTS = 60

for (const screen of SCREENS) {
  test.describe(screen.name, () => {
    test.use({ as: screen.as })

    // Pages with every run. What opens out of them, which journeys look at too, and what differs little come with the sweep.
    if (!screen.opened && !screen.variant)
      test('stands still, asks the database little, has its structure, fits a phone, and passes axe there and in the dark', async ({
        page,
        given,
        accessible,
      }) => {
        const { address, structure, as } = screen
        await noteLayoutShifts(page)
        await screen.open(page, given)
        if (address) {
          expect(await page.evaluate(() => window.layoutShifts), 'nothing moves while the page comes').toEqual([])
          // Who is signed in is looked up at least.
          if (as) await expect.poll(() => statementsOf('GET', address), 'are counted').not.toEqual([])
          expect(Math.max(0, ...statementsOf('GET', address)), 'statements').toBeLessThanOrEqual(MOST_STATEMENTS)
        }
        if (structure) await expect(page.locator('body')).toMatchAriaSnapshot(structure)
        await accessible(page, screen.name, ['dark'])
        await fits(page, 360)
        await accessible(page, `${screen.name} on a phone`, ['light'])
      })

    test('passes axe in the light and in the dark, on a desk and on a phone, and fits every width', {
      tag: SWEEP,
    }, async ({ page, given, accessible }) => {
      await noteHowWideThePageBecomes(page)
      await screen.open(page, given)
      await accessible(page, screen.name)
      for (const width of WIDTHS) {
        await fits(page, width)
        if (width === 360) await accessible(page, `${screen.name} on a phone`, ['light'])
      }
    })
  })
}

test('who asks for less motion gets none', async ({ page }) => {
  await page.goto('/o/demo/cloud-functions/resize-image')
  const movingFor = () =>
    page.evaluate(() => {
      const seconds = (list: string) =>
        Math.max(...list.split(',').map((text) => Number.parseFloat(text) * (text.trim().endsWith('ms') ? 0.001 : 1)))
      return Math.max(
        ...[...document.querySelectorAll('*')].map((element) =>
          Math.max(
            seconds(getComputedStyle(element).transitionDuration),
            seconds(getComputedStyle(element).animationDuration),
          ),
        ),
      )
    })
  expect(await movingFor()).toBeLessThan(0.001)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  expect(await movingFor(), 'there is something to switch off').toBeGreaterThan(0)
})

test('the theme that somebody chose stays', async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/o/demo')
  const light = await background()
  await page.getByRole('button', { name: /^Account: / }).click()
  await page.getByRole('radio', { name: 'Dark' }).check()
  await expect.poll(background).not.toBe(light)
  const dark = await background()
  await page.reload()
  expect(await background()).toBe(dark)
  await page.getByRole('button', { name: /^Account: / }).click()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
})
