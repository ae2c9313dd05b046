import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@/e2e/fixtures'
import { SCREENS } from '@/e2e/screens/screens'

const FOLDER = process.env.AURA_PICTURES ?? ''
const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
]

for (const screen of SCREENS) {
  test.describe(screen.name, () => {
    test.use({ as: screen.as })

    test('is pictured', async ({ page, given }) => {
      mkdirSync(FOLDER, { recursive: true })
      await screen.open(page, given)
      for (const viewport of SIZES) {
        await page.setViewportSize(viewport)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await page.screenshot({
            path: join(FOLDER, `${screen.name}-${viewport.width}-${colorScheme}.png`),
            fullPage: true,
            animations: 'disabled',
          })
        }
      }
    })
  })
}
