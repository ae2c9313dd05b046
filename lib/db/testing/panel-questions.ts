import type pg from 'pg'
import type { KeySort, KeyTab } from '@/lib/core/api-key'
import type { AppId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { countKeys } from '@/lib/db/key-counts'
import { countSelectedKeys, type KeyCursor, type KeyNarrowing, listApiKeys, listKeyOwners } from '@/lib/db/key-listing'
import type { KeysWithin } from '@/lib/db/key-sql'
import type { Tx } from '@/lib/db/tx'

/** An organization that `seedManyKeys` has filled, with what one asks about it. */
export interface ManyKeys {
  readonly organizationId: OrganizationId
  /** The app that a fifth of the keys are of, and the member who has a tenth of them. */
  readonly appId: AppId
  readonly ownerId: MembershipId
  /** Where the page in the middle of the Active tab begins, for the orders that it is asked in. */
  readonly middle: Readonly<Record<'created' | 'name', KeyCursor>>
}

export async function findManyKeys(client: pg.Client, organizationId: OrganizationId): Promise<ManyKeys> {
  const one = async <Row extends pg.QueryResultRow>(text: string): Promise<Row> => {
    const { rows } = await client.query<Row>(text, [organizationId])
    if (!rows[0]) throw new Error('The organization has not been filled with keys')
    return rows[0]
  }
  const middleBy = async (value: string): Promise<KeyCursor> => {
    const { at, id } = await one<{ at: string; id: string }>(
      `select (${value})::text as at, id from api_key where organization_id = $1 and not closed order by ${value}, id
       offset (select count(*) / 2 from api_key where organization_id = $1 and not closed) limit 1`,
    )
    return [at, id]
  }
  return {
    organizationId,
    appId: (await one<{ id: AppId }>(`select id from app where organization_id = $1 and slug = 'seed-app-1'`)).id,
    ownerId: (
      await one<{ id: MembershipId }>(
        'select owner_id as id from api_key where organization_id = $1 group by 1 order by count(*) desc limit 1',
      )
    ).id,
    middle: { created: await middleBy('created_at'), name: await middleBy('lower(name)') },
  }
}

export type Level = 'app' | 'service' | 'organization'
export const LEVELS: Readonly<Record<Level, (about: ManyKeys) => KeysWithin>> = {
  app: ({ appId }) => ({ appId }),
  service: () => ({ service: 'cloud_function' }),
  organization: () => ({ organization: true }),
}

/**
 * Either no more than so many times as much for each row shown, with a thousand times as many keys; or so many pages of PostgreSQL, where
 * a page has its 50 keys from 50 places, each a few steps down an index, or the effort grows with something else than what is shown.
 */
export type Bound = { readonly times: number } | { readonly buffers: number }

export interface Question {
  readonly name: string
  readonly atMost: Bound
  /** Resolves to how many rows were shown, or counted. */
  ask(tx: Tx, about: ManyKeys, within: KeysWithin, now: Date): Promise<number>
}

/** 50 keys from 50 places. */
const SCATTERED: Bound = { buffers: 2_000 }

const BOUNDS: Readonly<Record<KeyTab, Readonly<Record<KeySort, Bound>>>> = {
  active: { created: { times: 2 }, name: SCATTERED, expires: SCATTERED, used: SCATTERED, owner: SCATTERED },
  // Not indexed as such, so that orphaning many keys stays quick (decision record 13): all 50,000 are looked at for what their owner, or
  // their use, puts in order.
  orphaned: {
    created: SCATTERED,
    name: SCATTERED,
    expires: SCATTERED,
    used: { buffers: 350_000 },
    owner: { buffers: 15_000 },
  },
  // By last use it passes over what has been used since: seven in a hundred keys here, whose closed ones were used last ten days ago.
  history: {
    created: { times: 2 },
    name: SCATTERED,
    expires: SCATTERED,
    used: { buffers: 450_000 },
    owner: SCATTERED,
  },
}

type PageWanted = Partial<Omit<Parameters<typeof listApiKeys>[2], 'within' | 'now'>>

const page = (name: string, atMost: Bound, wanted: (about: ManyKeys) => PageWanted): Question => ({
  name,
  atMost,
  async ask(tx, about, within, now) {
    const first = { tab: 'active', order: 'created', descending: true, after: null, limit: 50 } as const
    return (await listApiKeys(tx, about.organizationId, { ...first, ...wanted(about), within, now })).rows.length
  },
})

const count = (name: string, atMost: Bound, wanted: (about: ManyKeys) => KeyNarrowing): Question => ({
  name,
  atMost,
  ask: (tx, about, within, now) =>
    countSelectedKeys(tx, about.organizationId, { ...wanted(about), tab: 'active', within, now }, 1_000),
})

const sorts = (tab: KeyTab): Question[] =>
  (Object.entries(BOUNDS[tab]) as [KeySort, Bound][]).flatMap(([order, atMost]) =>
    [true, false].map((descending) =>
      page(`${tab} by ${order}, ${descending ? 'last' : 'first'} first`, atMost, () => ({ tab, order, descending })),
    ),
  )

/** A text is compared with each key's name, in the order of the page, until the page is full. */
const TEXT: Bound = { times: 3 }
const byText = () => ({ text: 'resize' })
const byOwner = ({ ownerId }: ManyKeys) => ({ ownerId })
const byType = () => ({ type: 'server' }) as const

/** What the panel asks of the database, each question as its page asks it. */
export const PANEL_QUESTIONS: readonly Question[] = [
  ...sorts('active'),
  ...sorts('orphaned'),
  ...sorts('history'),
  page('a page in the middle', { times: 2 }, ({ middle }) => ({ after: middle.created })),
  page('a page in the middle by name', SCATTERED, ({ middle }) => ({
    order: 'name',
    descending: false,
    after: middle.name,
  })),
  page('a page of a text', TEXT, byText),
  page('a page of an owner', { times: 2 }, byOwner),
  page('a page of a type', { times: 2 }, byType),
  page('a page of the disabled', { times: 3 }, () => ({ status: 'disabled' })),
  // As far as 1,000.
  count('the count of a text', { buffers: 25_000 }, byText),
  count('the count of an owner', SCATTERED, byOwner),
  count('the count of a type', SCATTERED, byType),
  count('the count of the disabled', SCATTERED, () => ({ status: 'disabled' })),
  {
    name: 'the counts of the tabs',
    atMost: { times: 2 },
    async ask(tx, { organizationId }, within, now) {
      await countKeys(tx, organizationId, within, now)
      return 1
    },
  },
  {
    name: 'the owners on offer',
    atMost: SCATTERED,
    ask: async (tx, { organizationId }, within) => (await listKeyOwners(tx, organizationId, within, 200)).length,
  },
]
