import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { openInstallation } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { type RunningProcess, startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'
import { UNSEEN } from '@/lib/core/impact'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { openMailSink } from '@/lib/jobs/testing/mail-sink'
import { deleteApp } from '@/lib/operations/delete-app'
import { perform } from '@/lib/operations/perform'
import { workerProcess } from '@/scripts/product-processes.mjs'

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

it('sends a mail again, as the same message, when the worker is killed after the mail server took it and before that was written down; and nothing else twice', async () => {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl)
  cleaning.push(() => installation.close())
  const { owner } = installation.organization
  const platform = { ...installation.platform, settings: { ...installation.platform.settings, sendsMail: true } }
  const tellOf = async (name: string) => {
    const app = await installation.createApp(name, 'http://127.0.0.1:9')
    const input = { appId: app.id, confirmation: app.name, impact: UNSEEN }
    const origin = { address: null, agent: null, requestId: 'mail-killed' }
    expect(await perform(platform, deleteApp, owner, origin, input)).toMatchObject({ ok: true })
  }

  // The second mail is the one at which the worker is killed: it can't write down that it was sent, since somebody holds the row.
  const holder = new pg.Client({ connectionString: database.databaseUrl })
  await holder.connect()
  cleaning.push(() => holder.end())
  let held: string | undefined
  const sink = await openMailSink({
    async onMail({ subject, messageId }) {
      if (held || !subject?.includes('second')) return
      held = messageId
      await holder.query('begin')
      await holder.query('select 1 from delivery where id = $1 for update', [/<(.*)@/.exec(messageId ?? '')?.[1]])
    },
  })
  cleaning.push(() => sink.close())
  const startWorker = (): RunningProcess => {
    const worker = startProcess(
      workerProcess({ ...installation.environment, SMTP_URL: sink.url, AURA_MAIL_FROM: 'keys@process.test' }),
    )
    cleaning.push(() => worker.kill())
    return worker
  }
  const states = async () =>
    (await rowsOf<{ state: string }>(database.databaseUrl, 'select state::text from delivery order by id')).map(
      ({ state }) => state,
    )

  await tellOf('first')
  const worker = startWorker()
  await until('the first mail was sent', async () => (await states()).every((state) => state === 'sent'))
  await tellOf('second')
  await until('the worker waits to write down what it sent', async () => {
    const [row] = await rowsOf<{ waiting: number }>(
      database.databaseUrl,
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%"delivery"%'`,
    )
    return held && row?.waiting
  })
  await worker.kill()
  await holder.query('rollback')
  await tellOf('third')

  expect(await states()).toEqual(['sent', 'pending', 'pending'])
  // The killed attempt is given up for lost after some minutes: the moment is brought here, as time would.
  await rowsOf(
    database.databaseUrl,
    `update delivery set next_attempt_at = now() - interval '1 hour' where state = 'pending'`,
  )
  startWorker()
  await until('every mail was sent', async () => (await states()).every((state) => state === 'sent'))
  const sent = sink.mails.map(({ messageId }) => messageId)
  expect(sent).toHaveLength(4)
  expect(new Set(sent)).toHaveLength(3)
  expect(sent.filter((messageId) => messageId === held)).toHaveLength(2)
})
