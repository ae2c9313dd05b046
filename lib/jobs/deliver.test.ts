/** What is told leaves the portal: real mails, through a real mail server, by the worker's own jobs. */
import { afterEach, describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { LIMITS } from '@/lib/core/limits'
import { runJobs } from '@/lib/jobs/run-jobs'
import { openMailSink } from '@/lib/jobs/testing/mail-sink'
import { deleteApp } from '@/lib/operations/delete-app'
import { type Member, need, openTwoOrganizations } from '@/lib/operations/testing/two-organizations'

const { acme, zenith, as, platform, makeApp, makeKey, sql } = await openTwoOrganizations()

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

async function work(smtpUrl: string) {
  const jobs = await runJobs(platform, { smtpUrl, from: 'Aura Portal <keys@example.test>' }, () => undefined)
  cleaning.push(() => jobs.stop())
}
const sinkOf = async (options: Parameters<typeof openMailSink>[0] = {}) => {
  const sink = await openMailSink(options)
  cleaning.push(() => sink.close())
  return sink
}
const deliveriesOf = ({ membershipId }: Member) =>
  sql<{ id: string; state: string; attempts: number; error: string | null }>(
    `select id, state::text, attempts, error from delivery where membership_id = $1 order by id`,
    [membershipId],
  )
const eventually = (ask: () => Promise<void> | void) =>
  expect
    .poll(
      async () => {
        await ask()
        return true
      },
      { timeout: 25_000, interval: 50 },
    )
    .toBe(true)

async function deletedApp(owner: Member, name: string, keys = 1) {
  const app = await makeApp(owner, { name })
  for (let n = 0; n < keys; n += 1)
    await makeKey(owner, app, { name: `key-${String(n).padStart(2, '0')}`, type: 'server' })
  need(await as(owner)(deleteApp, { appId: app.id, confirmation: name, impact: UNSEEN }))
}

describe('a mail', () => {
  test('one to each who is told, as text and as a page, listing the keys, with nothing in it that opens anything', async () => {
    const sink = await sinkOf()
    const keys = LIMITS.keysPerHappening + 2
    await deletedApp(acme.owner, 'a <b> & "c"', keys)
    await work(sink.url)
    await eventually(() => expect(sink.mails).toHaveLength(2))
    expect(sink.mails.map(({ recipient }) => recipient).sort()).toEqual([acme.auraOwner.email, acme.owner.email].sort())
    const [delivery] = await deliveriesOf(acme.owner)
    const mail = sink.mails.find(({ recipient }) => recipient === acme.owner.email)
    expect(mail).toMatchObject({
      from: { name: 'Aura Portal', address: 'keys@example.test' },
      subject: `[acme] a <b> & "c" was deleted by owner of acme: ${keys} API keys are orphaned`,
      messageId: `<${delivery?.id}@keys.example.test>`,
    })
    expect(mail?.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }))
    for (const body of [mail?.text, mail?.html]) {
      expect(body).toContain('key-00 of a ')
      expect(body).toContain('and 2 more')
      expect(body).toContain('https://keys.example.test/o/acme/api-keys/key_')
      expect(body).toContain('Europe/Berlin')
      expect(body).not.toContain(`key-${LIMITS.keysPerHappening + 1}`)
      expect(body).not.toMatch(/eyJ|undefined|\[object/)
    }
    expect(mail?.html).toContain('a &lt;b&gt; &amp; &quot;c&quot;')
    expect(mail?.html).not.toMatch(/<img|src=|<b>/)
    await eventually(async () => {
      for (const member of [acme.owner, acme.auraOwner])
        expect(await deliveriesOf(member)).toMatchObject([{ state: 'sent', attempts: 1, error: null }])
    })
  })

  test('waits for a mail server that is away, and is delivered when it is back', async () => {
    const gone = await openMailSink()
    await gone.close()
    await deletedApp(zenith.owner, 'away')
    await work(gone.url)
    await eventually(async () =>
      expect(await deliveriesOf(zenith.owner)).toMatchObject([
        { state: 'pending', attempts: 1, error: 'The mail server can’t be reached.' },
      ]),
    )
    const sink = await sinkOf({ port: gone.port })
    // Its job is in half a minute; the moment is brought here, as time would.
    await sql(`update delivery set next_attempt_at = now() - interval '1 minute' where state = 'pending'`)
    await sql(
      `update graphile_worker._private_jobs set run_at = now() where key in (select id from delivery where state = 'pending')`,
    )
    await eventually(() => expect(sink.mails.map(({ recipient }) => recipient)).toContain(zenith.owner.email))
    await eventually(async () =>
      expect(await deliveriesOf(zenith.owner)).toMatchObject([{ state: 'sent', attempts: 2 }]),
    )
  })

  test('that is refused for good has failed at once, which Owners find in their bell; one that may be taken later waits', async () => {
    const sink = await sinkOf({
      refuses: (address) =>
        address === zenith.owner.email
          ? { code: 550, text: 'no such mailbox' }
          : { code: 451, text: 'greylisted, come again' },
    })
    await deletedApp(zenith.owner, 'refused')
    await work(sink.url)
    await eventually(async () => {
      expect((await deliveriesOf(zenith.owner)).at(-1)).toMatchObject({
        state: 'failed',
        error: 'The mail server refused the address: 550 no such mailbox',
      })
      expect((await deliveriesOf(zenith.auraOwner)).at(-1)).toMatchObject({ state: 'pending', attempts: 1 })
    })
    const bells = await sql<{ role: string }>(
      `select m.role::text from notification n join happening h on h.id = n.happening_id join membership m on m.id = n.membership_id
       where h.kind = 'delivery_failed' and h.organization_id = $1`,
      [zenith.id],
    )
    expect(bells).toEqual([{ role: 'owner' }])
  })

  test('goes to nobody who is no longer told of such things when it is sent', async () => {
    await deletedApp(acme.owner, 'too late')
    await sql(`update membership set role = 'reader' where id = $1`, [acme.auraOwner.membershipId])
    const sink = await sinkOf()
    await work(sink.url)
    await eventually(async () => {
      expect((await deliveriesOf(acme.auraOwner)).at(-1)).toMatchObject({ state: 'dropped' })
      expect((await deliveriesOf(acme.owner)).at(-1)).toMatchObject({ state: 'sent' })
    })
    expect(sink.mails.map(({ recipient }) => recipient)).not.toContain(acme.auraOwner.email)
  })
})
