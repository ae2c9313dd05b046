import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'

/** A file that a link gives, as its records. What stands in these has no quotes. */
export async function csvRecordsOf(page: Page, link: string): Promise<string[][]> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: link }).click()
  const text = await readFile(await (await downloading).path(), 'utf8')
  if (!text.endsWith('\r\n')) throw new Error(`The file of “${link}” ends in the middle of a record`)
  return text
    .trimEnd()
    .split('\r\n')
    .map((record) => record.split(','))
}
