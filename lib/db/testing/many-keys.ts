import pg from 'pg'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'

const APPS_BY_SERVICE = { cloud_function: 8, dashboard_app: 6, inference_api: 6 }
const APPS = Object.values(APPS_BY_SERVICE).reduce((sum, apps) => sum + apps, 0)
const MEMBERS = 200
/** The first of the members have left, and left their keys behind. */
const LEAVERS = 10

/** A number below `below` that is always the same for row `n`, and like a thrown die between rows. */
const die = (below: number, salt: number) => `((hashint8extended(n, ${salt}) & 2147483647) % ${below})::int`

/** An id as core makes them, always the same for a number. */
const idOf = (prefix: string, number: string) =>
  `'${prefix}_' || overlay(overlay(md5('${prefix}' || ${number}) placing '7' from 13) placing 'a' from 17)::uuid`

/**
 * Fills an organization with 20 apps, 200 members and so many keys, by SQL: copies of one real key whose tokens were never made. Of a hundred
 * keys 60 are active, 3 disabled, 5 orphaned, 12 expired and 20 revoked; a fifth is of the first app, a tenth of one member. Seven in ten have
 * been used, a part of them today; some of the dead ones are still presented. Indexes are built when the rows are there, which takes a third of
 * the time; PostgreSQL has looked at everything afterwards. The database is the measurement's own: there may be no other organization in it.
 */
export async function seedManyKeys(databaseUrl: string, model: { readonly id: string }, keys: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`set local maintenance_work_mem = '512MB'`)
    await client.query(
      `create temporary table model on commit drop as select id, organization_id, app_id, scopes, signing_key_id from api_key where id = '${model.id}'`,
    )
    await insertMembers(client)
    await insertApps(client)
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
       where indrelid in ('api_key'::regclass, 'key_use'::regclass) and not indisunique`,
    )
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    // What triggers would do for each key is done for all of them at once, and what refers to what is right by the way it is made.
    await client.query('set local session_replication_role = replica')
    await insertKeys(client, keys)
    await insertUses(client)
    await countKeys(client)
    for (const { definition } of indexes) await client.query(definition)
    await client.query('commit')
    for (const table of ['api_key', 'key_use', 'key_count', 'usage_hour', 'app', 'membership', '"user"', 'departure'])
      await client.query(`vacuum analyze ${table}`)
  } finally {
    await client.end()
  }
}

async function insertMembers(client: pg.Client): Promise<void> {
  await client.query(
    `insert into "user" (id, email, name, created_at)
     select ${idOf('usr', 'n')}, 'seed' || n || '@many.test',
       (array['Ada', 'Bela', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hana', 'Ines', 'Jun'])[1 + n % 10] || ' ' ||
       (array['Abel', 'Brandt', 'Costa', 'Diaz', 'Eriksen', 'Fontaine', 'Grau', 'Haddad', 'Ito', 'Jansen'])[1 + n / 10 % 10] || ' ' || n, now()
     from generate_series(1, ${MEMBERS}) n`,
  )
  await client.query(
    `insert into membership (id, organization_id, user_id, role, state, created_at)
     select ${idOf('mem', 'n')}, organization_id, ${idOf('usr', 'n')}, 'developer',
       case when n <= ${LEAVERS} then 'removed' else 'active' end::"MembershipState", now()
     from model, generate_series(1, ${MEMBERS}) n`,
  )
  await client.query(
    `insert into departure (id, organization_id, membership_id, cause, at, since)
     select ${idOf('dep', 'n')}, organization_id, ${idOf('mem', 'n')}, 'removed', now(), now() from model, generate_series(1, ${LEAVERS}) n`,
  )
}

async function insertApps(client: pg.Client): Promise<void> {
  const services = Object.entries(APPS_BY_SERVICE).flatMap(([service, apps]) => Array<string>(apps).fill(service))
  const { rows: columns } = await client.query<{ columns: string }>(writableColumns('app'))
  await client.query(
    insertingCopies(
      'app',
      columns,
      `select copy.* from unnest($1::text[]) with ordinality as wanted(service, n), app, lateral jsonb_populate_record(null::app, to_jsonb(app) ||
         jsonb_build_object('id', ${idOf('app', 'n')}, 'service', wanted.service, 'name', 'App ' || n, 'slug', 'seed-app-' || n,
           'server_user_id', ${idOf('srv', 'n')}, 'environment', case when n % 4 = 0 then 'sandbox' else 'production' end)) copy
       where app.id = (select app_id from model)`,
    ),
    [services],
  )
}

async function insertKeys(client: pg.Client, keys: number): Promise<void> {
  await client.query(
    'update organization_head set next_position = next_position + $1 where organization_id = (select organization_id from model)',
    [keys],
  )
  await client.query(
    `insert into api_key (id, organization_id, app_id, owner_id, type, subject, name, note, scopes, position, signing_key_id, hint, created_at,
       created_by_id, expires_at, disabled_at, revoked_at, departure_id, expiry_recorded_at)
     select 'key_' || uuidv7(created_at - now()), organization_id, ${idOf('app', 'app')}, ${idOf('mem', 'owner')}, type,
       case type when 'server' then ${idOf('srv', 'app')} else ${idOf('mem', 'owner')} end,
       (array['resize', 'import', 'export', 'sync', 'report', 'notify', 'index', 'train', 'score', 'audit', 'backup', 'deploy', 'probe', 'render', 'merge',
         'stream', 'clean', 'rotate', 'verify', 'archive'])[1 + ${die(20, 1)}] || '-' ||
       (array['images', 'orders', 'invoices', 'events', 'logs', 'models', 'users', 'tickets', 'feeds', 'metrics'])[1 + ${die(10, 2)}] || '-' || n,
       case when ${die(4, 13)} = 0 then 'For the run at night, ask team ' || ${die(40, 14)} || ' before it is revoked.' end,
       scopes, first + n - 1, signing_key_id, right(md5(n::text), 4), created_at, ${idOf('mem', 'owner')}, expires_at,
       case when fate between 60 and 62 then created_at + interval '1 hour' end,
       case when fate >= 80 then created_at + interval '2 hours' end,
       case when fate between 63 and 67 then ${idOf('dep', 'owner')} end,
       case when fate between 68 and 79 and n > 20 then expires_at end
     from (
       select thrown.*,
         case when fate between 63 and 67 then 1 + ${die(LEAVERS, 3)} when ${die(10, 4)} = 0 then ${LEAVERS + 1}
           else ${LEAVERS + 2} + ${die(MEMBERS - LEAVERS - 1, 5)} end as owner,
         case when fate between 68 and 79 then date_trunc('second', created_at) + interval '7 days'
           when ${die(5, 6)} > 0 then date_trunc('second', now()) + interval '1 day' * (1 + ${die(365, 7)}) end as expires_at
       from (
         select n, model.*, next_position - $1::int as first, ${die(100, 8)} as fate,
           1 + case when ${die(5, 9)} = 0 then 0 else 1 + ${die(APPS - 1, 10)} end as app,
           case when ${die(5, 11)} = 0 then 'server' else 'user' end::"ApiKeyType" as type,
           date_trunc('milliseconds', now() - interval '1000 days' + interval '990 days' * n / $1::int) as created_at
         from generate_series(1, $1::int) n, model join organization_head head on head.organization_id = model.organization_id
       ) thrown
     ) made`,
    [keys],
  )
}

async function insertUses(client: pg.Client): Promise<void> {
  await client.query(
    `insert into key_use (api_key_id, organization_id, app_id, last_used_at, last_used_address, last_used_agent,
       last_knock_at, last_knock_verdict, last_knock_address, last_knock_agent)
     select id, organization_id, app_id, used_at, case when used_at is not null then '192.0.2.' || n % 250 end,
       case when used_at is not null then 'seed/1.0' end,
       knock_at, case when knock_at is not null then 'revoked' end, case when knock_at is not null then '192.0.2.' || n % 250 end,
       case when knock_at is not null then 'seed/1.0' end
     from (
       select *, case when n % 10 > 2 then date_trunc('milliseconds',
           case when live then now() - interval '60 days' * ${die(1_000_000, 12)} / 1000000 else created_at + interval '1 hour' end) end as used_at,
         case when revoked_at is not null and n % 10 = 5 then date_trunc('milliseconds', now() - interval '30 days' * ${die(1_000_000, 15)} / 1000000) end as knock_at
       from (
         select *, position::bigint as n, revoked_at is null and expiry_recorded_at is null and departure_id is null as live
         from api_key where id <> (select id from model)
       ) numbered
     ) used`,
  )
  await client.query(
    `insert into usage_hour (organization_id, api_key_id, app_id, hour, verdict, requests)
     select organization_id, api_key_id, app_id, date_trunc('hour', last_used_at), 'accepted', 1 + ${die(100, 16)}
     from (select *, hashtextextended(api_key_id, 0) as n from key_use where last_used_at > now() - interval '30 days') used`,
  )
}

async function countKeys(client: pg.Client): Promise<void> {
  await client.query(
    `insert into key_count (organization_id, app_id, active, orphaned, history)
     select organization_id, app_id, count(*) filter (where tab = 'active'), count(*) filter (where tab = 'orphaned'), count(*) filter (where tab = 'history')
     from (select organization_id, app_id, stored_tab(k) as tab from api_key k where app_id <> (select app_id from model)) found group by 1, 2`,
  )
}
