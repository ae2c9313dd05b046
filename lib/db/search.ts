import type { App } from '@/lib/core/app'
import type { ApiKeyId, OrganizationId } from '@/lib/core/identifiers'
import { escapeLike } from '@/lib/db/like-pattern'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Shorter texts have no three letters in a row, by which names are indexed: they are looked for at the beginning of a name alone. */
const SHORTEST_WITHIN = 3

/** What a person needs to know an app by, and what decides who may create keys for it. */
type NamedApp = Pick<App, 'id' | 'name' | 'slug' | 'service' | 'ownerId' | 'providerEnabled'>

/** Live apps whose name or slug has the text in it, those that begin with it first. */
export async function searchApps(
  tx: Tx,
  organizationId: OrganizationId,
  text: string,
  limit: number,
): Promise<NamedApp[]> {
  const begins = `${escapeLike(text.toLowerCase())}%`
  const within = `%${begins}`
  return clientOf(tx).$queryRaw<NamedApp[]>`
    select a."id", a."name", a."slug", a."service"::text as "service", a."owner_id" as "ownerId", a."provider_enabled" as "providerEnabled"
    from "app" a
    where a."organization_id" = ${organizationId} and a."deleted_at" is null
      and (lower(a."name") like ${within} or a."slug" like ${within} or a."id" = ${text})
    order by (lower(a."name") like ${begins}) desc, lower(a."name"), a."id" limit ${limit}`
}

/**
 * Keys by name or by how their id begins; live ones first, and of them those that begin with the text. Each part stops
 * at the limit by itself, so that a text which is in every name costs no more than one that is in few.
 */
export async function searchApiKeys(
  tx: Tx,
  organizationId: OrganizationId,
  text: string,
  limit: number,
): Promise<ApiKeyId[]> {
  const client = clientOf(tx)
  if (text.startsWith('key_')) {
    const found = await client.$queryRaw<{ id: ApiKeyId }[]>`
      select "id" from "api_key" where "organization_id" = ${organizationId} and "id" like ${`${escapeLike(text)}%`} order by "id" limit ${limit}`
    return found.map(({ id }) => id)
  }
  const begins = `${escapeLike(text.toLowerCase())}%`
  const within = `%${escapeLike(text)}%`
  const isLongEnough = text.length >= SHORTEST_WITHIN
  const found = await client.$queryRaw<{ id: ApiKeyId }[]>`
    select "id" from (
      (select k."id", lower(k."name") as name, 0 as place from "api_key" k
        where k."organization_id" = ${organizationId} and not k."closed" and lower(k."name") like ${begins}
        order by lower(k."name"), k."id" limit ${limit})
      union all
      (select k."id", lower(k."name"), 1 from "api_key" k
        where ${isLongEnough} and k."organization_id" = ${organizationId} and not k."closed"
          and k."name" ilike ${within} and lower(k."name") not like ${begins} limit ${limit})
      union all
      (select k."id", lower(k."name"), 2 from "api_key" k
        where ${isLongEnough} and k."organization_id" = ${organizationId} and k."closed"
          and k."name" ilike ${within} limit ${limit})
    ) found order by place, name, "id" limit ${limit}`
  return found.map(({ id }) => id)
}
