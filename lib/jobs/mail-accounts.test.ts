/** Mails that let somebody in, through a real mail server: nothing that lets in is stored, and nobody learns who has an account. */
import { afterAll, expect, test } from 'vitest'
import { runJobs } from '@/lib/jobs/run-jobs'
import { openMailSink } from '@/lib/jobs/testing/mail-sink'
import { joinWithNewAccount } from '@/lib/operations/accept-invitation'
import { beginInvitationMail } from '@/lib/operations/begin-invitation-mail'
import { inviteMember } from '@/lib/operations/invite-member'
import { listInvitations } from '@/lib/operations/list-invitations'
import { performForAccount } from '@/lib/operations/perform'
import { renewInvitation } from '@/lib/operations/renew-invitation'
import { requestPasswordReset } from '@/lib/operations/request-password-reset'
import { resetPassword } from '@/lib/operations/reset-password'
import { tablesThatHold } from '@/lib/operations/testing/stored-text'
import { need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewInvitation } from '@/lib/operations/view-invitation'
import { withdrawInvitation } from '@/lib/operations/withdraw-invitation'

const { acme, zenith, as, platform, sql } = await openTwoOrganizations()
const sink = await openMailSink()
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
const openInvitation = async (email: string) => {
  const found = need(await as(acme.owner)(listInvitations, {})).invitations.find((each) => each.email === email)
  if (!found) throw new Error('It is open')
  return found.id
}
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

  const invitation = { organizationId: acme.id, invitationId: await openInvitation(email) }
  expect(
    need(await performForAccount(platform, beginInvitationMail, ORIGIN, { ...invitation, organizationId: zenith.id })),
  ).toBeNull()
  need(await as(acme.owner)(withdrawInvitation, { invitationId: invitation.invitationId }))
  expect(need(await performForAccount(platform, beginInvitationMail, ORIGIN, invitation))).toBeNull()
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
