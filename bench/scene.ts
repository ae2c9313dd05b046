import type { Installation, MadeApp, MadeKey } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'

/** Lifts the policy's quotas as far as the database lets them be: measurements use more keys than people do. */
export async function allowManyKeys({ databaseUrl, organization }: Installation): Promise<void> {
  await rowsOf(
    databaseUrl,
    'update policy set server_keys_per_app = 10000, user_keys_per_person = 10000 where organization_id = $1',
    [organization.id],
  )
}

/** Real keys, each made by the operation that people use. */
export async function makeKeys(
  installation: Installation,
  app: MadeApp,
  count: number,
  more: object = {},
): Promise<readonly MadeKey[]> {
  const keys: MadeKey[] = []
  for (let number = 0; number < count; number += 1)
    keys.push(await installation.createKey(app, `key ${number}`, undefined, more))
  return keys
}

/**
 * Rows of keys for measurements in which nobody calls with them: copies of a real one at new positions, which the organization's head
 * says were given out. Their tokens were never made. The app is locked by nobody then, so it is done before processes are started.
 */
export async function insertKeyRows(
  { databaseUrl, organization }: Installation,
  model: MadeKey,
  count: number,
  ownerId?: string,
): Promise<void> {
  await rowsOf(
    databaseUrl,
    `with head as (
       update organization_head set next_position = next_position + $3 where organization_id = $1 returning next_position - $3 as first
     )
     ${insertingCopies(
       'api_key',
       await rowsOf(databaseUrl, writableColumns('api_key')),
       `select copy.*
     from api_key model, head, generate_series(0, $3 - 1) number, lateral jsonb_populate_record(null::api_key, to_jsonb(model) ||
       jsonb_build_object('id', 'key_' || uuidv7(), 'name', 'row ' || (head.first + number), 'position', head.first + number,
         'owner_id', coalesce($4, model.owner_id))) copy
     where model.id = $2`,
     )}`,
    [organization.id, model.id, count, ownerId ?? null],
  )
}
