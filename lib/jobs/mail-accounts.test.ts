/** Mails that let somebody in, through a real mail server: nothing that lets in is stored, and nobody learns who has an account. */
import { afterAll, expect, test } from 'vitest'
import { runJobs } from '@/lib/jobs/run-jobs'
import { openMailSink, type SmtpRefusal } from '@/lib/jobs/testing/mail-sink'
import { joinWithNewAccount } from '@/lib/operations/accept-invitation'
import { beginInvitationMail } from '@/lib/operations/begin-invitation-mail'
import { forgetOldRows } from '@/lib/operations/forget-old-rows'
import { inviteMember } from '@/lib/operations/invite-member'
import { listInvitations } from '@/lib/operations/list-invitations'
import { listNotifications } from '@/lib/operations/list-notifications'
import { performForAccount } from '@/lib/operations/perform'
import { renewInvitation } from '@/lib/operations/renew-invitation'
import { requestPasswordReset } from '@/lib/operations/request-password-reset'
import { resetPassword } from '@/lib/operations/reset-password'
import { tablesThatHold } from '@/lib/operations/testing/stored-text'
import { type Member, need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewInvitation } from '@/lib/operations/view-invitation'
import { withdrawInvitation } from '@/lib/operations/withdraw-invitation'

const { acme, zenith, as, platform, sql } = await openTwoOrganizations()
const ANSWERS: Readonly<Record<string, SmtpRefusal>> = {
  gone: { code: 550, text: `no such mailbox, nor a link like ${'t0ken_-'.repeat(7)}` },
  later: { code: 451, text: 'greylisted, come again' },
}
const sink = await openMailSink({ refuses: (address) => ANSWERS[address.split('@')[0] ?? ''] ?? null })
const jobs = await runJobs(platform, { smtpUrl: sink.url, from: 'keys@example.test' }, () => undefined)
afterAll(async () => {
  await jobs.stop()
  await sink.close()
})

const TOKEN = /token=([A-Za-z0-9_-]{43})/
const mailsTo = (address: string) => sink.mails.filter(({ recipient }) => recipient === address)
const nothingWaits = () =>
  expect
    .poll(() => sql(`select 1 from graphile_worker.jobs where task_identifier like 'mail_%'`), { timeout: 25_000 })
    .toEqual([])
/** The link of the newest mail to somebody. */
const mailedTokenOf = (address: string) => mailsTo(address).at(-1)?.text?.match(TOKEN)?.[1] ?? ''
const view = (token: string) => performForAccount(platform, viewInvitation, ORIGIN, { token })
const invitationOf = async (email: string) =>
  need(await as(acme.owner)(listInvitations, {})).invitations.find((each) => each.email === email)
const openInvitation = async (email: string) => {
  const found = await invitationOf(email)
  if (!found) throw new Error('It is open')
  return found.id
}
const failuresToldTo = async (member: Member) =>
  need(await as(member)(listNotifications, {})).notifications.flatMap(({ happening }) =>
    happening.kind === 'delivery_failed' ? [happening.facts] : [],
  )
const ask = (email: string) => requestPasswordReset(platform, ORIGIN, { email })

test('an invitation is mailed with a link of its own, which is stored nowhere; both lead in, once', async () => {
  const email = 'guest@elsewhere.test'
  const sent = need(await as(acme.owner)(inviteMember, { email, role: 'developer' }))
  expect(sent.mailed).toBe(true)
  await nothingWaits()
  const [mail] = mailsTo(email)
  expect(mail?.subject).toBe('You are invited to acme')
  expect(mail?.text).toContain('owner of acme invites you to join acme on Aura Portal as Developer.')
  const mailed = mailedTokenOf(email)
  const shown = sent.url.match(TOKEN)?.[1] ?? ''
  expect(mailed).not.toBe(shown)
  expect(mail?.html).toContain(mailed)
  expect(await tablesThatHold(sql, [mailed, shown])).toEqual([])
  expect([need(await view(mailed)).email, need(await view(shown)).email]).toEqual([email, email])
  need(
    await performForAccount(platform, joinWithNewAccount, ORIGIN, {
      token: mailed,
      name: 'Gwen',
      password: 'a long umbrella',
    }),
  )
  expect(refusal(await view(shown))).toBe('link_not_valid')
})

test('sent again, the links before open nothing; withdrawn, or asked for elsewhere, it has none', async () => {
  const email = 'again@elsewhere.test'
  need(await as(acme.owner)(inviteMember, { email, role: 'reader' }))
  await nothingWaits()
  const before = mailedTokenOf(email)
  need(await as(acme.owner)(renewInvitation, { invitationId: await openInvitation(email) }))
  await nothingWaits()
  expect(mailsTo(email)).toHaveLength(2)
  expect(refusal(await view(before))).toBe('link_not_valid')
  expect(need(await view(mailedTokenOf(email))).role).toBe('reader')
  expect((await invitationOf(email))?.mail).toEqual({ state: 'sent', error: null })

  const invitation = { organizationId: acme.id, invitationId: await openInvitation(email) }
  expect(
    need(await performForAccount(platform, beginInvitationMail, ORIGIN, { ...invitation, organizationId: zenith.id })),
  ).toBeNull()
  need(await as(acme.owner)(withdrawInvitation, { invitationId: invitation.invitationId }))
  expect(need(await performForAccount(platform, beginInvitationMail, ORIGIN, invitation))).toBeNull()
})

test('an invitation whose mail is refused says so where it is listed, and to Owners and whoever sent it; one that is put off is tried again, and says why', async () => {
  need(await as(acme.administrator)(inviteMember, { email: 'gone@elsewhere.test', role: 'reader' }))
  need(await as(acme.administrator)(inviteMember, { email: 'later@elsewhere.test', role: 'reader' }))
  await expect
    .poll(async () => (await invitationOf('later@elsewhere.test'))?.mail, { timeout: 25_000 })
    .toEqual({ state: 'pending', error: expect.stringContaining('451 greylisted, come again') })
  await expect
    .poll(async () => (await invitationOf('gone@elsewhere.test'))?.mail, { timeout: 25_000 })
    .toEqual({ state: 'failed', error: 'The mail server refused the address: 550 no such mailbox, nor a link like …' })
  const told = { to: 'gone@elsewhere.test', of: 'invitation' }
  for (const member of [acme.owner, acme.administrator]) expect(await failuresToldTo(member)).toMatchObject([told])
  expect([await failuresToldTo(acme.auraOwner), await failuresToldTo(zenith.owner)]).toEqual([[], []])

  // Out of attempts, it is given up: the last of them is brought here, as time would.
  await sql(`update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now() where key = $1`, [
    await openInvitation('later@elsewhere.test'),
  ])
  await expect
    .poll(async () => (await invitationOf('later@elsewhere.test'))?.mail?.state, { timeout: 25_000 })
    .toBe('failed')
  expect(await failuresToldTo(acme.owner)).toHaveLength(2)

  // Sent again, it begins anew.
  need(await as(acme.owner)(renewInvitation, { invitationId: await openInvitation('gone@elsewhere.test') }))
  await expect
    .poll(async () => (await failuresToldTo(acme.owner)).map(({ to }) => to), { timeout: 25_000 })
    .toEqual(['gone@elsewhere.test', 'later@elsewhere.test', 'gone@elsewhere.test'])
})

test('whoever forgot a password gets a link; an address that nobody has gets the same answer and no mail', async () => {
  const { email } = zenith.reader
  const answers = [await ask(email), await ask('nobody@elsewhere.test')]
  expect(answers[0]).toEqual(answers[1])
  await nothingWaits()
  expect(mailsTo('nobody@elsewhere.test')).toEqual([])
  expect(mailsTo(email)).toHaveLength(1)
  const token = mailedTokenOf(email)
  expect(await tablesThatHold(sql, [token])).toEqual([])
  need(await performForAccount(platform, resetPassword, ORIGIN, { token, password: 'a much longer umbrella' }))
  expect(
    refusal(await performForAccount(platform, resetPassword, ORIGIN, { token, password: 'yet another umbrella' })),
  ).toBe('link_not_valid')
  const events = await sql<{ organization_id: string }>(
    `select organization_id from event where type = 'password.reset_requested'`,
  )
  expect(events).toEqual([{ organization_id: zenith.id }])
})

test('an address that was typed for a new password, and could not be mailed to, is told to the Owners of whose it is, and kept for a week at most', async () => {
  await sql(`update "user" set email = 'gone@zenith.test' where email = $1`, [zenith.developer.email])
  need(await ask('gone@zenith.test'))
  need(await ask('gone@nobody.test'))
  await expect
    .poll(() => failuresToldTo(zenith.owner), { timeout: 25_000 })
    .toMatchObject([{ to: 'developer of zenith', of: 'password_reset' }])
  expect((await failuresToldTo(acme.owner)).filter(({ of }) => of === 'password_reset')).toEqual([])

  const typed = 'typed@elsewhere.test'
  const kept = () =>
    sql<{ key: string }>(
      `select key from graphile_worker._private_jobs where key like '%typed@elsewhere.test' order by key`,
    )
  // Held back, so that no worker takes it before it has been tried as often as it may be.
  await sql(
    `select graphile_worker.add_job('mail_password_reset', json_build_object('email', $1::text), job_key := name || $1, run_at := now() + interval '1 day')
     from unnest(array['waits ', 'young ', 'spent ', 'killed ']) as name`,
    [typed],
  )
  const was = (name: string, days: number, locked: boolean) =>
    sql(
      `update graphile_worker._private_jobs set attempts = max_attempts, run_at = now() - make_interval(days => $2),
        locked_at = case when $3 then now() - make_interval(days => $2) end where key = $1`,
      [name + typed, days, locked],
    )
  await was('young ', 6, false)
  await was('spent ', 8, false)
  await was('killed ', 8, true)
  need(await performForAccount(platform, forgetOldRows, ORIGIN, {}))
  expect((await kept()).map(({ key }) => key.split(' ')[0])).toEqual(['waits', 'young'])
  await sql(`delete from graphile_worker._private_jobs where key like '%typed@elsewhere.test'`)
})

test('an account that only a provider opens is told where, and gets no link', async () => {
  const { email, membershipId } = acme.developer
  await sql(
    `insert into identity_provider (id, organization_id, name, issuer, client_id, domains, default_role, enabled, required, created_at, changed_at)
     values ('idp_0', $1, 'Acme', 'https://id.acme.test', 'portal', '{}', 'reader', true, false, now(), now())`,
    [acme.id],
  )
  await sql(
    `insert into identity (id, organization_id, membership_id, issuer, subject, created_at) values ('idn_0', $1, $2, 'https://id.acme.test', 'dev', now())`,
    [acme.id, membershipId],
  )
  need(await ask(email))
  await nothingWaits()
  const [mail] = mailsTo(email)
  expect(mail?.text).toContain('The account has no password')
  expect(mail?.text).toContain('https://keys.example.test/sign-in?organization=acme')
  expect(mail?.text).not.toMatch(TOKEN)
})

test('nobody’s mailbox is filled: a few an hour for one address, and a portal without mail says so', async () => {
  const answers = []
  for (let n = 0; n < 6; n += 1) answers.push(refusal(await ask('often@elsewhere.test')))
  expect(answers.slice(0, 5)).toEqual([undefined, undefined, undefined, undefined, undefined])
  expect(answers[5]).toBe('too_many_attempts')
  const silent = { ...platform, settings: { ...platform.settings, sendsMail: false } }
  expect(refusal(await requestPasswordReset(silent, ORIGIN, { email: 'x@elsewhere.test' }))).toBe('mail_not_set_up')
})
