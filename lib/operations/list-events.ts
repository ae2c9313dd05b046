import { type EventsView, ListEventsInput } from '@/lib/contract/audit-log'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { isChainIntact, listEvents as readEvents } from '@/lib/db/events'
import { describeEvents } from '@/lib/operations/event-views'
import { read } from '@/lib/operations/operation'

const PAGE_ROWS = 50

/** The audit log, the newest first, with a check of the chain for what is shown. */
export const listEvents = read({
  input: ListEventsInput,
  async run({ tx, actor }, { before }) {
    if (!may(actor, 'audit_log.view', {})) return fail('not_permitted')
    const { organizationId } = actor
    const rows = await readEvents(tx, organizationId, before ?? null, PAGE_ROWS)
    const [newest, oldest] = [rows[0]?.number ?? 0, rows.at(-1)?.number ?? 0]
    const view: EventsView = {
      events: await describeEvents(tx, actor, rows),
      nextBefore: oldest > 1 ? oldest : null,
      chainIntact: await isChainIntact(tx, organizationId, oldest, newest),
    }
    return ok(view)
  },
})
