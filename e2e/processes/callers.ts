import { Agent } from 'node:http'
import type { AskedRequest } from '@/e2e/fault-run/record'
import { call } from '@/e2e/processes/call'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

/** A key as its caller holds it. */
export interface HeldKey {
  readonly id: string
  readonly token: string
  readonly appSlug: string
}

export interface Callers {
  /** Grows as answers come. */
  readonly asked: readonly AskedRequest[]
  /** Resolves when nothing is on its way any more. */
  stop(): Promise<void>
}

/** More than this on their way to one gateway means that it hangs; the load is not what is measured. */
const MOST_UNDER_WAY = 200
const IDLE_MILLISECONDS = 2_000

/**
 * Calls every gateway at a steady pace, whether it answers or not, and writes down what became of each request. One in
 * two goes through to the app, the other asks for a verdict as a proxy does.
 */
export function startCallers(options: {
  readonly gateways: readonly { readonly name: string; readonly url: string }[]
  /** Requests a second to each gateway. */
  readonly pace: number
  readonly random: () => number
  readonly pick: () => HeldKey
}): Callers {
  const { gateways, pace, random, pick } = options
  const asked: AskedRequest[] = []
  const underWay = new Set<Promise<void>>()
  const stops = gateways.map(({ name, url }) => {
    // Shorter than any server's patience with an idle connection, or a request could cross its end on the way.
    const agent = new Agent({ keepAlive: true, timeout: IDLE_MILLISECONDS })
    let waiting = 0
    const timer = setInterval(() => {
      if (waiting >= MOST_UNDER_WAY) return
      const { id, token, appSlug } = pick()
      const way = random() < 0.5 ? `${url}/verify?app=${appSlug}` : `${url}/apps/${appSlug}/`
      const sentAt = Date.now()
      waiting += 1
      const asking = ask(way, token, agent).then((answer) => {
        asked.push({ key: id, gateway: name, sentAt, answeredAt: Date.now(), answer })
        underWay.delete(asking)
        waiting -= 1
      })
      underWay.add(asking)
    }, 1_000 / pace)
    return () => {
      clearInterval(timer)
      return agent
    }
  })
  return {
    asked,
    async stop() {
      const agents = stops.map((stop) => stop())
      await Promise.all(underWay)
      for (const agent of agents) agent.destroy()
    },
  }
}

async function ask(url: string, token: string, agent: Agent): Promise<AskedRequest['answer']> {
  try {
    const { status, verdict } = await call(url, { token, agent })
    if (verdict !== undefined && verdict in VERDICTS) return verdict as Verdict
    return status === 200 || status === 204 ? 'accepted' : `status ${status}`
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'not connected' : 'broken'
  }
}
