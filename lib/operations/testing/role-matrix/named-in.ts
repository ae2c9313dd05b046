import { ID_PREFIXES, type IdKind } from '@/lib/core/identifiers'
import { newIdAt } from '@/lib/crypto/identifiers'

const KINDS = new Map(Object.entries(ID_PREFIXES).map(([kind, prefix]) => [prefix as string, kind as IdKind]))
const ID = /\b([a-z]{3})_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const SLUG = /"(slug|appSlug)":"[^"]*"/g

/** The same input with ids and slugs of things that never were; undefined when it names nothing by either. */
export function neverNamed(input: object): object | undefined {
  const newId = newIdAt(new Date())
  const text = JSON.stringify(input)
  const never = text
    .replace(ID, (id, prefix: string) => (KINDS.has(prefix) ? newId(KINDS.get(prefix) as IdKind) : id))
    .replace(SLUG, '"$1":"never-was"')
  return never === text ? undefined : JSON.parse(never)
}
