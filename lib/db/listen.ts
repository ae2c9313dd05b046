import pg from 'pg'
import type { OrganizationId } from '@/lib/core/identifiers'

export interface ChangeNotice {
  readonly organizationId: OrganizationId
  readonly seq: number
}

/** How long to wait before trying a lost connection again, in milliseconds. */
const RETRY_MILLISECONDS = 500

/**
 * Listens for committed changes on a connection of its own. `onNotice` may be called with undefined: then the connection was new, and
 * anything may have been missed, so the log has to be read. A lost wake-up costs latency, never a change.
 */
export function listenForChanges(
  url: string,
  onNotice: (notice: ChangeNotice | undefined) => void,
): { close(): Promise<void> } {
  let closed = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined

  const connect = async () => {
    const current = new pg.Client({ connectionString: url, application_name: 'aura-portal-listen', keepAlive: true })
    client = current
    let lost = false
    const onLost = () => {
      if (lost) return
      lost = true
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
