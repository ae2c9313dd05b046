import pg from 'pg'
import type { OrganizationId } from '@/lib/core/identifiers'

export interface ChangeNotice {
  readonly organizationId: OrganizationId
  readonly seq: number
}

/** How long to wait before trying a lost connection again, in milliseconds. */
const RETRY_MILLISECONDS = 500
/**
 * A connection on which nothing is sent can be dead for hours before TCP notices (a firewall that forgot it, a machine that is gone): it is
 * asked this often, and has this long to answer.
 */
const PULSE = { everyMilliseconds: 5_000, answerMilliseconds: 5_000 }

/**
 * Listens for committed changes on a connection of its own. `onNotice` may be called with undefined: then the connection was new, and
 * anything may have been missed, so the log has to be read. A lost wake-up costs latency, never a change.
 */
export function listenForChanges(
  url: string,
  onNotice: (notice: ChangeNotice | undefined) => void,
  pulse = PULSE,
): { close(): Promise<void> } {
  let closed = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined

  const connect = async () => {
    const current = new pg.Client({
      connectionString: url,
      application_name: 'aura-portal-listen',
      keepAlive: true,
      connectionTimeoutMillis: pulse.answerMilliseconds,
      query_timeout: pulse.answerMilliseconds,
    })
    client = current
    let lost = false
    let beat: NodeJS.Timeout | undefined
    const onLost = () => {
      if (lost) return
      lost = true
      clearInterval(beat)
      current.end().catch(() => undefined)
      if (!closed) retry = setTimeout(connect, RETRY_MILLISECONDS)
    }
    current.on('error', onLost)
    current.on('end', onLost)
    current.on('notification', ({ payload }) => onNotice(payload ? (JSON.parse(payload) as ChangeNotice) : undefined))
    try {
      await current.connect()
      await current.query('listen aura_changes')
      onNotice(undefined)
      if (!lost) beat = setInterval(() => void current.query('select 1').catch(onLost), pulse.everyMilliseconds)
    } catch {
      onLost()
    }
  }
  void connect()

  return {
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.end().catch(() => undefined)
    },
  }
}
