import type { BrowserContext, Page, Response } from '@playwright/test'

/** Everything that a page has put where it would outlive it: address, storage of every kind, cookies, caches. */
export async function keptByTheBrowser(page: Page): Promise<string> {
  const inThePage = await page.evaluate(async () => {
    const databases: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? '')
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      for (const store of database.objectStoreNames) {
        databases.push(
          await new Promise((resolve, reject) => {
            const reading = database.transaction(store).objectStore(store).getAll()
            reading.onsuccess = () => resolve(reading.result)
            reading.onerror = () => reject(reading.error)
          }),
        )
      }
    }
    const cached: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys())
        cached.push(request.url, (await (await cache.match(request))?.text()) ?? '')
    }
    return JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }, databases, cached])
  })
  return inThePage + JSON.stringify(await page.context().cookies())
}

/** Collects the text of every answer from now on, so that one can look for what must not be in any of them. */
export function answersFromNowOn(context: BrowserContext) {
  const responses: Response[] = []
  context.on('response', (response) => responses.push(response))
  return {
    /** Addresses and headers as well: a key may stand in a redirect or in a cookie. */
    async all(): Promise<string> {
      const texts = await Promise.all(
        responses.map(async (response) => {
          // A redirect has no body, and of one that was left the body is gone.
          const body = await response.body().catch(() => Buffer.alloc(0))
          return `${response.url()}\n${JSON.stringify(await response.allHeaders().catch(() => ({})))}\n${body.toString()}`
        }),
      )
      return texts.join('\n')
    },
    count: () => responses.length,
  }
}
