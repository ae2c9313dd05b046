import type { ExpiryNoticeDays } from '@/lib/core/expiry-notice'
import type {
  Channel,
  DeliveryChannel,
  Happening,
  HappeningFacts,
  HappeningKind,
  NamedMember,
} from '@/lib/core/happenings'
import type { DepartureCause } from '@/lib/core/membership'
import { counted, formFor, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

const keys = (count: number) => counted(count, { one: 'API key', other: 'API keys' })
const by = (member: NamedMember | null) => (member ? ` by ${member.name}` : '')
const LEFT: Readonly<Record<DepartureCause, string>> = {
  removed: 'was removed',
  suspended: 'was suspended',
  deprovisioned: 'was deprovisioned',
  lost_right: 'may no longer hold keys',
}
const ANSWERED = { accepted: 'accepted', declined: 'declined', withdrawn: 'withdrawn', expired: 'expired' } as const
const things = ({ keys: offered, app }: Pick<HappeningFacts['hand_over_offered'], 'keys' | 'app'>) =>
  app
    ? `the app ${app.name}`
    : offered.total === 1 && offered.listed[0]
      ? `the API key ${offered.listed[0].name}`
      : keys(offered.total)

/** What happened, in one sentence that stands in the bell and is the subject of the mail. Complete by type. */
const sentences: { readonly [K in HappeningKind]: (facts: HappeningFacts[K]) => string } = {
  keys_orphaned: ({ member, cause, keys: { total } }) =>
    `${member.name} ${LEFT[cause]}: ${keys(total)} ${formFor(total, { one: 'is', other: 'are' })} orphaned`,
  app_deleted: ({ app, by: actor, keys: { total } }) =>
    `${app.name} was deleted${by(actor)}${total > 0 ? `: ${keys(total)} ${formFor(total, { one: 'is', other: 'are' })} orphaned` : ''}`,
  keys_restored: ({ member, keys: { total } }) =>
    `${member.name} came back: ${keys(total)} ${formFor(total, { one: 'works', other: 'work' })} again`,
  api_key_created: ({ key, by: actor }) => `API key ${key.name} of ${key.app.name} was created${by(actor)}`,
  api_keys_expiring: ({ days, keys: { listed, total } }) =>
    `${total === 1 && listed[0] ? `Your API key ${listed[0].name} of ${listed[0].app.name} expires` : `${inNumbers(total)} of your API keys expire`} ${WITHIN[days as ExpiryNoticeDays] ?? `within ${days} days`}`,
  hand_over_offered: ({ by: actor, ...offered }) =>
    `${actor ? `${actor.name} offers` : 'You are offered'} ${actor ? 'you ' : ''}${things(offered)}`,
  hand_over_answered: ({ answer, by: actor, ...offered }) =>
    `The offer of ${things(offered)} ${answer === 'expired' ? 'has expired' : `was ${ANSWERED[answer]}${by(actor)}`}`,
  dead_keys_used: ({ keys: { listed, total } }) =>
    total === 1 && listed[0]
      ? `The dead API key ${listed[0].name} of ${listed[0].app.name} is still used`
      : `${inNumbers(total)} dead API keys are still used`,
  gateway_silent: ({ gateway }) => `Gateway ${gateway.name} has fallen silent`,
  gateway_back: ({ gateway }) => `Gateway ${gateway.name} is back`,
  webhook_disabled: ({ webhook }) => `The webhook to ${webhook.host} was disabled`,
  delivery_failed: ({ channel, to, of }) => {
    if (of === 'invitation') return `The mail that invites ${to} could not be delivered`
    if (of === 'password_reset') return `The mail with which ${to} sets a new password could not be delivered`
    return `${channelWords[channel]} to ${to} could not be delivered`
  },
}
const WITHIN: Readonly<Record<ExpiryNoticeDays, string>> = {
  30: 'within 30 days',
  14: 'within 14 days',
  7: 'within 7 days',
  1: 'within 24 hours',
}
const channelWords: Readonly<Record<DeliveryChannel, string>> = { email: 'A mail', webhook: 'A message' }

/** The functions of one kind take the facts of that kind, which TypeScript can't follow through the union. */
type Say = (facts: Happening['facts']) => string

/** What is said of a happening, whatever its kind. */
export const saidOf = ({ kind, facts }: Pick<Happening, 'kind' | 'facts'>) => ({
  sentence: (sentences[kind] as Say)(facts),
  detail: (details[kind] as Say)(facts),
})

/** What follows from it, for whoever reads more than a line. */
const details: { readonly [K in HappeningKind]: (facts: HappeningFacts[K]) => string } = {
  keys_orphaned: () => 'They open nothing from now on. Revoke them, or offer them to somebody who answers for them.',
  app_deleted: () => 'Its page stays, and its keys open nothing from now on.',
  keys_restored: () => 'What was revoked, disabled or has expired meanwhile stays as it is.',
  api_key_created: () => 'Whoever made it has seen it once; it is stored nowhere here.',
  api_keys_expiring: () => 'Whatever uses them stops working then. Rotate them in time.',
  hand_over_offered: () => 'Accepting a key shows you a new one, once. The old one is not passed on.',
  hand_over_answered: () => '',
  dead_keys_used: () => 'Someone still presents them, and is refused each time.',
  gateway_silent: () => 'When its lease ends, it refuses every request until it hears from the portal again.',
  gateway_back: () => 'It has what was changed meanwhile.',
  webhook_disabled: () =>
    'It answered that it is gone for good (410). Nothing is sent there until somebody enables it.',
  delivery_failed: ({ error }) => error,
}

export const notificationsWords = {
  keyOf: (name: string, app: string, hint: string) => `${name} of ${app} (…${hint})`,
  andMore: (count: number) => `and ${inNumbers(count)} more`,
  expiring: (key: string, moment: string) => `${key} expires on ${moment}`,
  used: (key: string, address: string, moment: string) => `${key}, from ${address} on ${moment}`,
  bell: {
    label: 'Notifications',
    empty: 'Nothing has happened yet that you would be told of.',
    failed: 'The notifications could not be read.',
    tryAgain: 'Try again',
    all: 'All notifications',
    markAll: 'Mark all as read',
    marked: 'Everything is marked as read',
    isUnread: 'Unread',
    loading: 'Notifications are being read',
  },
  page: {
    title: 'Notifications',
    description: 'What you were told of in this organization.',
    emptyTitle: 'Nothing yet',
    empty:
      'When keys are orphaned or expire, an app is deleted or a gateway falls silent, those who must know are told here.',
    keys: (count: number) => keys(count),
    mails: 'Mails that you get',
    mailsDescription:
      'The bell has everything that this organization tells you of. Which of it do you want as a mail, too?',
    mailsNotSetUp: 'The operator of this portal has not set up mail. What you choose counts as soon as there is some.',
    switchedOff: 'Switched off for the organization by an Owner',
    saved: 'Your mails are saved',
    save: 'Save',
  },
  settings: {
    title: 'Notification settings',
    description: 'What this organization tells of, how, and what could not be delivered.',
    what: 'What is told',
    whatDescription: 'Each person can do without the mails. The bell stays.',
    happening: 'What happens',
    toldTo: 'Told to',
    audience: { owners: 'Owners', governors: 'Owners and Aura Owners', named: 'Whom it concerns' },
    channels: { bell: 'Bell', email: 'E-mail' } satisfies Record<Channel, string>,
    channelOf: (channel: string, happening: string) => `${channel}: ${happening}`,
    never: 'Not possible',
    save: 'Save',
    saved: 'The settings are saved',
    mailNotSetUp: 'Mail is not set up',
    mailNotSetUpDetail:
      'No mail is sent. The operator sets it up with SMTP_URL and AURA_MAIL_FROM; what you choose here counts from then on.',
    failed: 'Not delivered',
    failedDescription: 'Tried for about a day, or refused for good.',
    noneFailed: 'Everything was delivered.',
    noOlderFailed: 'Nothing older has failed.',
    pages: 'Pages of what was not delivered',
    newest: 'Newest',
    older: 'Older',
    waiting: (count: number) => `${counted(count, { one: 'message is', other: 'messages are' })} being tried again.`,
    to: 'To',
    message: 'Message',
    reason: 'What was wrong',
    since: 'Failed',
    actions: 'Actions',
    tryAgain: 'Try again',
    tryAgainFor: (message: string, to: string) => `Try again: ${message}, to ${to}`,
    tryAllAgain: 'Try all again',
    triedAgain: 'It is tried again now',
    allTriedAgain: (count: number) => `${counted(count, { one: 'message is', other: 'messages are' })} tried again now`,
    when: <Thing>(moment: Thing) => phrase`${moment}`,
  },
  kinds: {
    keys_orphaned: 'Keys are orphaned because their owner left',
    app_deleted: 'An app is deleted',
    keys_restored: 'Keys work again because their owner came back',
    api_key_created: 'A key is created',
    api_keys_expiring: 'Your keys expire in 30, 14, 7 and 1 days',
    hand_over_offered: 'You are offered a key or an app',
    hand_over_answered: 'An offer of yours is answered',
    dead_keys_used: 'A dead key is still used',
    gateway_silent: 'A gateway falls silent',
    gateway_back: 'A gateway is back',
    webhook_disabled: 'A webhook is disabled because its address is gone',
    delivery_failed: 'A message could not be delivered',
  } satisfies Record<HappeningKind, string>,
  mail: {
    subject: (organization: string, sentence: string) => `[${organization}] ${sentence}`,
    open: 'Open in Aura Portal',
    footer: (organization: string) => `You get this mail as a member of ${organization}. Choose which mails you get`,
    sentence: (sentence: string) => `${sentence}.`,
    at: (organization: string, moment: string) => `In ${organization}, on ${moment}.`,
  },
  errors: {
    notSetUp: 'The worker that should have sent it has no SMTP_URL.',
    unreachable: 'The mail server can’t be reached.',
    late: 'The mail server did not answer in time.',
    insecure: 'No secure connection to the mail server could be made.',
    signIn: 'The mail server refused the name and password that it was given.',
    refusedRecipient: (answer: string) => `The mail server refused the address: ${answer}`,
    refusedMessage: (answer: string) => `The mail server refused the message: ${answer}`,
    answered: (answer: string) => `The mail server answered: ${answer}`,
    unknown: 'It could not be sent; the worker’s log says why.',
    gone: 'Whom it was for is no longer told of this.',
  },
}
