import { setTimeout as sleep } from 'node:timers/promises'
import { type FaultsOfKind, planFaults } from '@/e2e/fault-run/fault-plan'
import { missingRequests } from '@/e2e/fault-run/judge-record'
import type {
  CountedRequests,
  FaultRunRecord,
  FaultWindow,
  KeyRole,
  ReportedGap,
  Revocation,
} from '@/e2e/fault-run/record'
import { seededRandom } from '@/e2e/fault-run/seeded-random'
import { type HeldKey, startCallers } from '@/e2e/processes/callers'
import { type FaultyGround, openFaultyGround } from '@/e2e/processes/faulty-ground'
import { type Installation, type MadeApp, untilCaughtUp } from '@/e2e/processes/installation'
import { signPeopleIn } from '@/e2e/processes/revoking-people'
import { rowsOf } from '@/e2e/processes/rows'
import { until } from '@/e2e/processes/until'
import { startUpstream } from '@/e2e/processes/upstream'
import { viewReceipt } from '@/lib/operations/view-receipt'

export interface FaultRunOptions {
  readonly seed: number
  readonly portals: number
  readonly gateways: number
  readonly revocations: number
  /** Revocations are spread over so long, and faults with them. */
  readonly seconds: number
  readonly stalenessSeconds: number
  /** Requests a second to each gateway. */
  readonly pace: number
  readonly faults: readonly FaultsOfKind[]
  /** At the end all portals are away for so long, with leases that last. */
  readonly awaySeconds: number
  readonly log: (line: string) => void
}

const KEYS_PER_APP = 90
const STEADY_KEYS = 20
/** Nobody used these before the portals went away, so that their counts are exact. */
const FRESH_KEYS = 10
const LONG_STALENESS_SECONDS = 900
/** Of all requests: with keys that live, with keys whose last hour has come, with dead ones; the rest are of another organization. */
const SHARES = { steady: 0.35, current: 0.4, dead: 0.23 }
/** Keys before and after the one that is being revoked now. */
const CURRENT = { before: 25, after: 8 }
/** Revocations that are under way at once, at most. */
const PEOPLE = 6
const PATIENCE_MILLISECONDS = 90_000

/**
 * Revokes keys under load while processes are killed and ways are cut, then takes the portals away, and writes down what
 * every caller was answered and every receipt said. What that is worth, judgeRecord says.
 */
export async function runWithFaults(options: FaultRunOptions): Promise<FaultRunRecord> {
  const { portals, gateways, stalenessSeconds } = options
  const startedAt = Date.now()
  const log = (line: string) => options.log(`${Math.round((Date.now() - startedAt) / 1_000)} s: ${line}`)
  const random = seededRandom(options.seed)
  const ground = await openFaultyGround({ portals, gateways, stalenessSeconds })
  const upstream = await startUpstream()
  try {
    const { installation } = ground
    const keys = await makeKeys(installation, upstream.url, options.revocations)
    const people = await signPeopleIn(installation, ground.portals)
    for (const gateway of ground.gateways) await untilCaughtUp(gateway, installation)
    log(`Everything runs: ${portals} portals, ${gateways} gateways, ${keys.doomed.length} keys to revoke`)

    /** How many of the doomed keys have been revoked, or are being revoked now. */
    let begun = 0
    let live = keys.steady
    const oneOf = (list: readonly HeldKey[]) => list[Math.floor(random() * list.length)]
    const callers = startCallers({
      gateways: ground.gateways,
      pace: options.pace,
      random,
      pick() {
        const share = random()
        const { steady, current, dead } = SHARES
        const picked =
          share < steady
            ? oneOf(live)
            : share < steady + current
              ? oneOf(keys.doomed.slice(Math.max(0, begun - CURRENT.before), begun + CURRENT.after))
              : share < steady + current + dead
                ? oneOf(keys.doomed.slice(0, begun))
                : keys.foreign
        return picked ?? keys.foreign
      },
    })

    const milliseconds = options.seconds * 1_000
    const plan = planFaults(
      random,
      [milliseconds * 0.04, milliseconds * 0.96],
      { gateway: gateways, portal: portals, worker: 1, postgres: 1 },
      options.faults,
    )
    const patience = new AbortController()
    const began = Date.now()
    const faults: Promise<FaultWindow>[] = []
    const inflicting = (async () => {
      for (const fault of plan) {
        await sleep(Math.max(0, began + fault.atMilliseconds - Date.now()))
        log(`${fault.kind} ${fault.target} for ${fault.lastsMilliseconds} ms`)
        const window = ground.inflict(fault)
        window.catch(() => undefined)
        faults.push(window)
      }
    })()
    const revoking: Promise<Omit<Revocation, 'receiptAtEnd'> & { readonly seq: number }>[] = []
    const pressing = new Set<Promise<unknown>>()
    for (const [number, key] of keys.doomed.entries()) {
      await sleep(Math.max(0, began + (number * milliseconds) / keys.doomed.length - Date.now()))
      // Everybody's button is pressed already; while no portal answers, more people would only wait.
      while (pressing.size >= PEOPLE) await Promise.race(pressing)
      begun = number + 1
      const pressed = people.revoke(key, number, patience.signal)
      const settled: Promise<unknown> = pressed.then(
        () => pressing.delete(settled),
        () => pressing.delete(settled),
      )
      pressing.add(settled)
      const followed = pressed.then(async (revocation) => ({
        ...revocation,
        receipt: await people.follow(revocation, patience.signal),
      }))
      followed.catch(() => undefined)
      revoking.push(followed)
    }
    await inflicting
    const windows = await Promise.all(faults)
    const noPatience = setTimeout(() => patience.abort(new Error('no portal answered')), PATIENCE_MILLISECONDS)
    const confirmed = await Promise.all(revoking)
    clearTimeout(noPatience)
    log(`${confirmed.length} keys are revoked; ${callers.asked.length} requests so far`)

    await ground.changeStaleness(LONG_STALENESS_SECONDS)
    live = [...keys.steady, ...keys.fresh]
    const away = await ground.takePortalsAway(options.awaySeconds * 1_000)
    log(`The portals were away for ${options.awaySeconds} s`)
    await callers.stop()
    ground.expectAllAlive()

    const revocations = []
    for (const { seq, ...revocation } of confirmed)
      revocations.push({ ...revocation, receiptAtEnd: await installation.act(viewReceipt, { seq }) })
    const record: FaultRunRecord = {
      stalenessSeconds,
      keys: keys.roles,
      asked: callers.asked,
      revocations,
      faults: [...windows, away],
      kills: ground.kills,
      ...(await usageOf(ground)),
    }
    // What is still on its way arrives; what does not is for the judge.
    await until(
      'all that was answered is counted',
      async () => missingRequests({ ...record, ...(await usageOf(ground)) }) === 0,
      {
        milliseconds: 60_000,
        pauseMilliseconds: 500,
      },
    ).catch((error: Error) => log(error.message))
    await ground.stopGateways()
    log('Everything is written down')
    return { ...record, ...(await usageOf(ground)) }
  } finally {
    await ground.close()
    await upstream.close()
  }
}

interface Keys {
  readonly steady: readonly HeldKey[]
  readonly fresh: readonly HeldKey[]
  readonly doomed: readonly HeldKey[]
  readonly foreign: HeldKey
  readonly roles: ReadonlyMap<string, KeyRole>
}

async function makeKeys(installation: Installation, upstream: string, doomedKeys: number): Promise<Keys> {
  const make = async (app: MadeApp, name: string, count: number): Promise<HeldKey[]> => {
    const made: HeldKey[] = []
    for (let number = 0; number < count; number += 1)
      made.push({ ...(await installation.createKey(app, `${name} ${number}`)), appSlug: app.slug })
    return made
  }
  const lasting = await installation.createApp('lasting', upstream)
  const steady = await make(lasting, 'steady', STEADY_KEYS)
  const fresh = await make(lasting, 'fresh', FRESH_KEYS)
  const doomed: HeldKey[] = []
  for (let number = 0; doomed.length < doomedKeys; number += 1) {
    const app = await installation.createApp(`app ${number}`, upstream)
    doomed.push(...(await make(app, 'doomed', Math.min(KEYS_PER_APP, doomedKeys - doomed.length))))
  }
  const { owner } = await installation.createOrganization('second')
  const elsewhere = await installation.createApp('lasting', upstream, owner)
  const foreign = { ...(await installation.createKey(elsewhere, 'foreign', owner)), appSlug: lasting.slug }
  const roles = new Map<string, KeyRole>([[foreign.id, 'foreign']])
  for (const { id } of [...steady, ...fresh]) roles.set(id, 'steady')
  for (const { id } of doomed) roles.set(id, 'doomed')
  return { steady, fresh, doomed, foreign, roles }
}

async function usageOf({ installation: { databaseUrl, organization } }: FaultyGround): Promise<{
  readonly counted: readonly CountedRequests[]
  readonly gaps: readonly ReportedGap[]
}> {
  const counted = await rowsOf<CountedRequests>(
    databaseUrl,
    `select api_key_id as key, verdict, sum(requests)::float8 as requests from usage_hour where organization_id = $1 group by 1, 2`,
    [organization.id],
  )
  const gaps = await rowsOf<{ gateway: string; begins: Date; ends: Date }>(
    databaseUrl,
    `select g.name as gateway, u.begins, u.ends from usage_gap u join gateway g on g.id = u.gateway_id where u.organization_id = $1 order by u.begins`,
    [organization.id],
  )
  return {
    counted,
    gaps: gaps.map(({ gateway, begins, ends }) => ({ gateway, begins: begins.getTime(), ends: ends.getTime() })),
  }
}
