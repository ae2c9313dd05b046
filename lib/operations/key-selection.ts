import type { z } from 'zod'
import type { ListApiKeysInput } from '@/lib/contract/api-keys'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { KEY_SHAPED } from '@/lib/core/token-form'
import { findAppBySlug } from '@/lib/db/apps'
import type { KeySelection } from '@/lib/db/key-listing'
import type { Tx } from '@/lib/db/tx'
import type { People } from '@/lib/operations/operation'

const DAY_MILLISECONDS = 86_400_000

type Asked = Pick<z.output<typeof ListApiKeysInput>, 'within' | 'tab' | 'text' | 'filters'>

/** Which keys a list, or its export, is of: asked for by slug and by days, and allowed to whoever asks. */
export async function selectKeys(
  tx: Tx,
  actor: People,
  now: Date,
  { within, tab, text, filters }: Asked,
): Promise<Result<KeySelection>> {
  const { stopsWithinDays, unused, ...facts } = filters
  const selection = {
    tab,
    // Should a whole key come here past the browser's check, it is dropped: keys are never looked up by their text.
    text: KEY_SHAPED.test(text) ? '' : text.trim(),
    ...facts,
    ...(stopsWithinDays ? { stopsBy: new Date(now.getTime() + stopsWithinDays * DAY_MILLISECONDS) } : {}),
    ...(unused
      ? { unusedSince: unused === 'never' ? unused : new Date(now.getTime() - unused * DAY_MILLISECONDS) }
      : {}),
    now,
  } as const
  if ('organization' in within)
    return may(actor, 'api_key.inventory', {}) ? ok({ ...selection, within }) : fail('not_permitted')
  if ('service' in within) return ok({ ...selection, within })
  const app = await findAppBySlug(tx, actor.organizationId, within.appSlug)
  return app ? ok({ ...selection, within: { appId: app.id } }) : fail('app_not_found')
}

/** Whether a selection is narrower than its tab. */
export const isNarrowed = ({ text, filters }: Pick<Asked, 'text' | 'filters'>): boolean =>
  text.trim() !== '' || Object.values(filters).some((value) => value !== undefined)
