import pg from 'pg'
import { median, readable } from '@/bench/numbers'
import { withOwnDatabase } from '@/bench/own-database'
import { type Installation, openInstallation } from '@/e2e/processes/installation'
import { seedManyKeys } from '@/lib/db/testing/many-keys'
import { findManyKeys, type ManyKeys } from '@/lib/db/testing/panel-questions'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { viewHome } from '@/lib/operations/view-home'

const FEW = 1_000
const MANY = 1_000_000
const ROUNDS = 25
const AIM = 1.5

type Page = (installation: Installation, about: ManyKeys) => Promise<unknown>

/** The operation that a page of the panel is made with: its rows, the counts of its tabs, the owners on offer, and what a filter leaves. */
const keys =
  (input: object | ((about: ManyKeys) => object)): Page =>
  ({ act }, about) =>
    act(listApiKeys, { within: APP, ...(typeof input === 'function' ? input(about) : input) })

const APP = { appSlug: 'seed-app-1' }
const ORGANIZATION = { organization: true }

const PAGES: Readonly<Record<string, Page>> = {
  'an app’s first page': keys({}),
  'a service’s first page': keys({ within: { service: 'cloud_function' } }),
  'the organization’s first page': keys({ within: ORGANIZATION }),
  'by name': keys({ sort: 'name', descending: false }),
  'by expiry': keys({ sort: 'expires', descending: false }),
  'by last use': keys({ sort: 'used' }),
  'by owner': keys({ sort: 'owner', descending: false }),
  'filtered by text': keys({ text: 'resize' }),
  'filtered by owner': keys(({ ownerId }) => ({ filters: { ownerId } })),
  'filtered by type': keys({ filters: { type: 'server' } }),
  'the disabled ones': keys({ filters: { status: 'disabled' } }),
  'not used for 90 days': keys({ filters: { unused: 90 } }),
  Orphaned: keys({ tab: 'orphaned' }),
  History: keys({ tab: 'history' }),
  'Orphaned of the organization, by last use': keys({ within: ORGANIZATION, tab: 'orphaned', sort: 'used' }),
  'History of the organization, by last use': keys({ within: ORGANIZATION, tab: 'history', sort: 'used' }),
  Home: ({ act }) => act(viewHome, {}),
}

/** The same pages over a thousand keys and over a million, in turns. */
export async function measurePanel(databaseUrl: string): Promise<readonly string[]> {
  return withOwnDatabase(databaseUrl, async (anotherUrl) => {
    const few = await filledWith(databaseUrl, FEW)
    const many = await filledWith(anotherUrl, MANY)
    try {
      const lines: string[] = []
      for (const [name, page] of Object.entries(PAGES)) {
        const [ofFew, ofMany]: [number[], number[]] = [[], []]
        for (let round = 0; round <= ROUNDS; round += 1) {
          const [one, other] = [await timed(few, page), await timed(many, page)]
          // The first one fills the caches that all others find full.
          if (round > 0) {
            ofFew.push(one)
            ofMany.push(other)
          }
        }
        const ratio = median(ofMany) / median(ofFew)
        lines.push(
          `| ${name} | ${median(ofFew).toFixed(1)} ms | ${median(ofMany).toFixed(1)} ms | ${ratio.toFixed(2)}${ratio <= AIM ? '' : ' (not met)'} |`,
        )
      }
      return [
        `- The panel of API keys over ${readable(FEW)} keys of an organization and over ${readable(MANY)}: the operation behind each page, p50 of ${ROUNDS} in turns (aim: ratio at most ${AIM})`,
        `  - filled with a million keys in ${many.seconds.toFixed(0)} s, a fifth of them of the app; 60 % active, 3 % disabled, 5 % orphaned, 12 % expired, 20 % revoked`,
        '',
        `| | ${readable(FEW)} | ${readable(MANY)} | ratio |`,
        '|---|---|---|---|',
        ...lines,
      ]
    } finally {
      await few.installation.close()
      await many.installation.close()
    }
  })
}

interface Filled {
  readonly installation: Installation
  readonly about: ManyKeys
  readonly seconds: number
}

async function filledWith(databaseUrl: string, count: number): Promise<Filled> {
  const installation = await openInstallation(databaseUrl)
  const model = await installation.createKey(await installation.createApp('model', 'http://127.0.0.1:9'), 'model')
  const begun = performance.now()
  await seedManyKeys(databaseUrl, model, count)
  const seconds = (performance.now() - begun) / 1_000
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return { installation, about: await findManyKeys(client, installation.organization.id), seconds }
  } finally {
    await client.end()
  }
}

async function timed({ installation, about }: Filled, page: Page): Promise<number> {
  const begun = performance.now()
  await page(installation, about)
  return performance.now() - begun
}
