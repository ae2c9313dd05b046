import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, parseCronItems, type Runner, run } from 'graphile-worker'
import pg from 'pg'
import { isId, type OrganizationId } from '@/lib/core/identifiers'
import { isServerAway } from '@/lib/db/server-away'
import { deliver, type Senders } from '@/lib/jobs/deliver'
import { WEBHOOKS_AT_ONCE, webhookTasks } from '@/lib/jobs/deliver-to-webhook'
import { listening } from '@/lib/jobs/listening'
import { accountMailTasks } from '@/lib/jobs/mail-accounts'
import { openMailer } from '@/lib/jobs/mailer'
import { workerOrigin } from '@/lib/jobs/worker-origin'
import { endReplacedKey } from '@/lib/operations/end-replaced-key'
import type { MailEnvironment } from '@/lib/operations/environment'
import { eraseDeletedSecret } from '@/lib/operations/erase-deleted-secret'
import { forgetOldRows } from '@/lib/operations/forget-old-rows'
import { listOrganizationsForOperator } from '@/lib/operations/list-organizations'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { recordExpiredKeys } from '@/lib/operations/record-expired-keys'
import { revokeOverdueOrphans } from '@/lib/operations/revoke-overdue-orphans'
import { rollUpUsage } from '@/lib/operations/roll-up-usage'
import { tellOfDeadKeysUsed } from '@/lib/operations/tell-of-dead-keys-used'
import { tellOfExpiredOffers } from '@/lib/operations/tell-of-expired-offers'
import { tellOfExpiringKeys } from '@/lib/operations/tell-of-expiring-keys'
import { tellOfSilentGateways } from '@/lib/operations/tell-of-silent-gateways'
import { wakeOverdueDeliveries } from '@/lib/operations/wake-overdue-deliveries'
import { wakeWebhooks } from '@/lib/operations/wake-webhooks'
import { createWebhookDispatcher } from '@/lib/outbound/webhook-dispatcher'

/** Between two attempts to begin while Postgres is away, in milliseconds. */
const RETRY_MILLISECONDS = 1_000

/** Every minute, by the worker's crontab, keys are looked for that have ended. */
const SWEEP_MILLISECONDS = 60_000

/** Runs the tasks of one worker until it is stopped. Several workers on one database share the work. */
export async function runJobs(
  platform: Platform,
  mail: MailEnvironment | null,
  log: (message: string) => void,
): Promise<{ stop(): Promise<void>; readonly ended: Promise<void> }> {
  const pool = new pg.Pool({ connectionString: platform.database.url, max: 8, application_name: 'aura-worker' })
  // A connection that Postgres closes is replaced at the next query, whether it was idle or in use.
  const ignore = () => undefined
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  const dispatcher = createWebhookDispatcher(platform.settings.outboundAllow)
  const senders = { platform, mailer: mail && openMailer(mail, log) }
  const runner = await goingOn(log, () => begin(senders, pool, log))
  // Apart from the others: however many receivers are slow, nothing but webhooks waits for them.
  const sender = await goingOn(log, () =>
    run({
      ...common(pool, log),
      concurrency: WEBHOOKS_AT_ONCE,
      taskList: webhookTasks(platform, dispatcher, workerOrigin),
    }),
  )
  return {
    ended: Promise.all([runner.ended, sender.ended]).then(() => undefined),
    async stop() {
      await Promise.all([runner.stop(), sender.stop()])
      await dispatcher.close()
      await pool.end()
    },
  }
}

const common = (pool: pg.Pool, log: (message: string) => void) => ({
  pgPool: pool,
  noHandleSignals: true,
  // How a job ended is written down again and again while Postgres is away. Without batches, of one job each, the first failure to would end the process.
  preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  // What went well is not worth a line: graphile-worker says at "info" of each job that it is done. Failures are "error".
  logger: new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log(message)
  }),
})

/** Runs until it is stopped: what ends by itself, as graphile-worker does when Postgres is away for minutes, begins again. */
async function goingOn(log: (message: string) => void, begin: () => Promise<Runner>) {
  const stopping = new AbortController()
  const { signal } = stopping
  let runner = await onceThereIsPostgres(log, begin, signal)
  const untilStopped = async () => {
    for (;;) {
      await runner.promise.catch(() => undefined)
      if (signal.aborted) return
      log('The work on jobs has ended by itself, and begins again')
      try {
        await sleep(RETRY_MILLISECONDS, undefined, { signal })
        runner = await onceThereIsPostgres(log, begin, signal)
      } catch (error) {
        if (signal.aborted) return
        throw error
      }
      if (signal.aborted) return runner.stop()
    }
  }
  const ended = untilStopped()
  return {
    ended,
    async stop() {
      stopping.abort()
      // One that has just ended by itself can't be stopped, and need not be.
      await runner.stop().catch(() => undefined)
      await ended
    },
  }
}

/** Postgres may be away when a worker begins, as it may be later on. Ending for that could take down whoever started it. */
async function onceThereIsPostgres(
  log: (message: string) => void,
  begin: () => Promise<Runner>,
  signal: AbortSignal,
): Promise<Runner> {
  for (let hasSaidSo = false; ; hasSaidSo = true) {
    try {
      return await begin()
    } catch (error) {
      if (!isServerAway(error)) throw error
      if (!hasSaidSo) log(`Postgres does not answer (${(error as Error).message}); the worker begins when it does`)
      await sleep(RETRY_MILLISECONDS, undefined, { signal })
    }
  }
}

/** So many tasks at once: what waits for a mail server waits beside what does not. */
const CONCURRENCY = 5

async function begin(senders: Senders, pool: pg.Pool, log: (message: string) => void): Promise<Runner> {
  const { platform } = senders
  const listeningSeconds = listening(() => performance.now())
  const inEachOrganization = async (work: (organizationId: OrganizationId) => Promise<unknown>) => {
    const organizations = await performForAccount(platform, listOrganizationsForOperator, workerOrigin(), {})
    if (organizations.ok) for (const { id } of organizations.value) await work(id)
  }
  const runner = await run({
    ...common(pool, log),
    concurrency: CONCURRENCY,
    parsedCronItems: parseCronItems([
      { task: 'record_expiries', match: '* * * * *', options: { backfillPeriod: 0 } },
      { task: 'forget_old_rows', match: '17 3 * * *', options: { backfillPeriod: 86_400_000 } },
      { task: 'roll_up_usage', match: '47 3 * * *', options: { backfillPeriod: 86_400_000 } },
      { task: 'end_replaced_keys', match: '* * * * *' },
      { task: 'wake_webhooks', match: '* * * * *', options: { backfillPeriod: 0 } },
      { task: 'revoke_overdue_orphans', match: '27 * * * *', options: { backfillPeriod: 86_400_000 } },
      { task: 'wake_overdue_deliveries', match: '* * * * *' },
      { task: 'tell_of_silent_gateways', match: '* * * * *' },
      { task: 'tell_of_dead_keys_used', match: '*/5 * * * *' },
      { task: 'tell_of_expiring_keys', match: '11 * * * *' },
      { task: 'tell_of_expired_offers', match: '*/5 * * * *' },
      { task: 'erase_deleted_secrets', match: '7 * * * *', options: { backfillPeriod: 86_400_000 } },
    ]),
    taskList: {
      ...accountMailTasks(senders, log),
      end_replaced_keys: async (_payload, { addJob }) => {
        // One by one, each in a transaction of its own: a worker that is killed has stamped some of them, and none by half.
        for (let ended = 0; ; ended += 1) {
          const next = await performForAccount(platform, endReplacedKey, workerOrigin(), {})
          if (next.ok && next.value.ended) continue
          if (ended > 0) log(`stamped ${ended} replaced keys whose time was over`)
          // Every minute it looks; what ends before it looks again is stamped in its second.
          const nextEnding = next.ok ? next.value.nextEnding : null
          if (nextEnding && nextEnding.getTime() - Date.now() < SWEEP_MILLISECONDS)
            await addJob('end_replaced_keys', {}, { runAt: nextEnding, jobKey: 'next_ending' })
          return
        }
      },
      wake_webhooks: async () => {
        await performForAccount(platform, wakeWebhooks, workerOrigin(), {})
      },
      // What lists and counts go by is a minute old at most; who looks meanwhile is told the truth all the same.
      record_expiries: async () => {
        for (let goesOn = true; goesOn; ) {
          const recorded = await performForAccount(platform, recordExpiredKeys, workerOrigin(), {})
          goesOn = recorded.ok && recorded.value.keys > 0
        }
      },
      deliver: async (payload) => {
        const { deliveryId } = payload as { readonly deliveryId?: unknown }
        if (isId('delivery', deliveryId)) await deliver(senders, deliveryId)
      },
      wake_overdue_deliveries: async () => {
        const woken = await performForAccount(platform, wakeOverdueDeliveries, workerOrigin(), {})
        if (woken.ok && woken.value.deliveries > 0) log(`took up ${woken.value.deliveries} messages that were overdue`)
      },
      tell_of_silent_gateways: () => {
        const seconds = listeningSeconds()
        return inEachOrganization((organizationId) =>
          performForAccount(platform, tellOfSilentGateways, workerOrigin(), {
            organizationId,
            listeningSeconds: seconds,
          }),
        )
      },
      tell_of_dead_keys_used: () =>
        inEachOrganization((organizationId) =>
          performForAccount(platform, tellOfDeadKeysUsed, workerOrigin(), { organizationId }),
        ),
      tell_of_expiring_keys: () =>
        inEachOrganization((organizationId) =>
          performForAccount(platform, tellOfExpiringKeys, workerOrigin(), { organizationId }),
        ),
      tell_of_expired_offers: () =>
        inEachOrganization((organizationId) =>
          performForAccount(platform, tellOfExpiredOffers, workerOrigin(), { organizationId }),
        ),
      erase_deleted_secrets: async () => {
        // One by one, each in a transaction of its own: a worker that is killed has erased some of them, and none by half.
        for (let erased = 0; ; erased += 1) {
          const next = await performForAccount(platform, eraseDeletedSecret, workerOrigin(), {})
          if (next.ok && next.value.erased) continue
          if (erased > 0) log(`erased ${erased} deleted secrets whose time was over`)
          return
        }
      },
      revoke_overdue_orphans: async () => {
        // Batch by batch, each in a transaction of its own: a worker that is killed has revoked whole ones, and none by half.
        for (let revoked = 0; ; ) {
          const next = await performForAccount(platform, revokeOverdueOrphans, workerOrigin(), {})
          if (next.ok && next.value.found) {
            revoked += next.value.keys
            continue
          }
          if (revoked > 0)
            log(`revoked ${revoked} keys that had been orphaned for longer than their policy lets them be`)
          return
        }
      },
      forget_old_rows: async () => {
        const forgotten = await performForAccount(platform, forgetOldRows, workerOrigin(), {})
        if (forgotten.ok) log(`forgot ${forgotten.value.rows} old sessions, links, counted attempts and messages`)
      },
      roll_up_usage: async () => {
        const rolled = await performForAccount(platform, rollUpUsage, workerOrigin(), {})
        if (rolled.ok) log(`rolled ${rolled.value.rows} hours of usage up to days`)
      },
    },
  })
  // What has ended while no worker ran is stamped now, and not when the minute is over; what has come due is told, and what was left is taken up.
  await runner.addJob('end_replaced_keys', {}, { jobKey: 'next_ending' })
  await runner.addJob('tell_of_expiring_keys', {}, { jobKey: 'expiring_at_start' })
  await runner.addJob('wake_overdue_deliveries', {}, { jobKey: 'overdue_at_start' })
  return runner
}
