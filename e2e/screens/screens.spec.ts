import type { Page } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures'
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

declare global {
  interface Window {
    tooWideBy?: number[]
  }
}

for (const screen of SCREENS) {
  test.describe(screen.name, () => {
    test.use({ as: screen.as })

    test('passes axe in the light and in the dark, on a desk and on a phone, and is never wider than the window', async ({
      page,
      given,
      accessible,
    }) => {
      await noteHowWideThePageBecomes(page)
      await screen.open(page, given)
      await accessible(page, screen.name)
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width < 700 ? 740 : 900 })
        expect(await overflow(page), `${width} px wide`).toEqual({ by: 0, for: undefined })
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
