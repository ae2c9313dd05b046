import type { ImpactAction } from '@/lib/core/impact'
import { counted, formFor, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

/* What is said before somebody or something goes: which keys stop, and what may become of each. */

const keys = (count: number) => counted(count, { one: 'key', other: 'keys' })

interface ActionWords {
  /** Of whom or of what; the role, where one is given. */
  readonly title: (name: string, role: string) => string
  readonly description: (name: string, role: string) => string
  readonly submit: string
  /** Said until the gateways are heard of. */
  readonly waiting: string
  /** Said instead of a receipt, where no gateway had anything to do. */
  readonly done: (name: string, role: string) => string
  /** How many live keys it concerns, and the sentence for none. */
  readonly concerned: (count: number, name: string) => string
  readonly nothing: (name: string) => string
  /** What becomes of a key for which nothing else is chosen, and what that means. */
  readonly left: string
  readonly leftDetail: (name: string) => string
  readonly leftOutcome: (count: number) => string
}

const ofMember = {
  concerned: (count: number, name: string) =>
    `${counted(count, { one: 'live key belongs', other: 'live keys belong' })} to ${name}`,
  nothing: (name: string) => `No live key belongs to ${name}, so nothing stops working.`,
  left: 'Orphan now',
  leftDetail: (name: string) =>
    `Stops at once. It comes back if ${name} returns in time; until then it can be offered to someone or revoked.`,
  leftOutcome: (count: number) => `${keys(count)} ${formFor(count, { one: 'is', other: 'are' })} orphaned`,
}

const ofApp = {
  concerned: (count: number) => `${counted(count, { one: 'live key opens', other: 'live keys open' })} it`,
  nothing: () => 'No live key opens it, so nothing stops working.',
}

const actions: Readonly<Record<ImpactAction['kind'], ActionWords>> = {
  remove_member: {
    ...ofMember,
    title: (name) => `Remove ${name}`,
    description: () => 'The organization is closed to them at once, and what was shared with them ends.',
    submit: 'Remove',
    waiting: 'Removed. Asking the gateways…',
    done: (name) => `${name} was removed`,
  },
  suspend_member: {
    ...ofMember,
    title: (name) => `Suspend ${name}`,
    description: () => 'The organization is closed to them at once, until they are reactivated.',
    submit: 'Suspend',
    waiting: 'Suspended. Asking the gateways…',
    done: (name) => `${name} was suspended`,
  },
  change_role: {
    ...ofMember,
    title: (name, role) => `Change the role of ${name} to ${role}`,
    description: (_, role) => `Whoever has the role ${role} holds no API keys and owns no apps.`,
    submit: 'Change role',
    waiting: 'Changed. Asking the gateways…',
    done: (name, role) => `The role of ${name} is ${role} now`,
  },
  delete_app: {
    ...ofApp,
    title: (name) => `Delete ${name}`,
    description: () => 'Its page stays, marked and read-only. Its address is never used again. This is final.',
    submit: 'Delete app',
    waiting: 'Deleted. Asking the gateways…',
    done: (name) => `${name} was deleted`,
    left: 'Orphan now',
    leftDetail: () => 'Stops at once, and for good: its app is gone. Late callers can still be named.',
    leftOutcome: ofMember.leftOutcome,
  },
  switch_provider_off: {
    ...ofApp,
    title: () => 'Switch the API-key provider off',
    description: (name) => `Of ${name}. Until it is on again, no key of this app is accepted, and none can be created.`,
    submit: 'Switch off',
    waiting: 'Off. Asking the gateways…',
    done: (name) => `The API-key provider of ${name} is off`,
    left: 'Stop until it is on again',
    leftDetail: () => 'Stops at once, and comes back as it was when the provider is on again.',
    leftOutcome: (count) =>
      `${keys(count)} ${formFor(count, { one: 'stops until the provider is', other: 'stop until the provider is' })} on again`,
  },
}

export const impactWords = {
  actions,
  reading: 'Looking for the keys that this stops…',
  notRead: 'The keys that this stops could not be read',
  notReadDetail: 'Nothing was changed. Try again in a moment.',

  inUse: (count: number) =>
    `${counted(count, { one: 'of them was used in the last 24 hours', other: 'of them were used in the last 24 hours' })}. Something is about to break.`,
  oneInUse: 'It was used in the last 24 hours. Something is about to break.',
  noneInUse: (count: number) =>
    formFor(count, {
      one: 'It was not used in the last 24 hours.',
      other: 'None of them was used in the last 24 hours.',
    }),
  notAllListed: (listed: number, all: number) =>
    `${inNumbers(listed)} of ${inNumbers(all)} are listed: server keys first, then the busiest. What is chosen for all holds for the others too.`,
  furtherKeys: (count: number) =>
    `And ${counted(count, { one: 'key that is not listed: it goes', other: 'keys that are not listed: they go' })} the way that is chosen for all.`,
  whoDecidesLater: 'An Owner or an Aura Owner can offer them to someone or revoke them afterwards.',

  appsWithoutOwner: (count: number) => counted(count, { one: 'app loses its owner', other: 'apps lose their owner' }),
  appsWithoutOwnerDetail: 'They go on working. Owners and Aura Owners manage them, and may give them to someone.',

  choiceForAll: 'What becomes of them',
  choiceForOne: 'What becomes of it',
  /** Of two keys of one name, each is told by its id. */
  named: (key: string, id: string | null) => (id ? `${key} (${id})` : key),
  choiceOf: (key: string) => `What becomes of ${key}`,
  handOver: 'Hand over to…',
  handOverDetail:
    'Whoever it is offered to accepts, and alone sees a new key, once. The old one stops at once, or after a countdown, for which its old owner still knows it.',
  revoke: 'Revoke',
  revokeDetail: 'Stops at once, and for good.',
  choicesDiffer: (count: number) =>
    `${counted(count, { one: 'key has a choice of its own', other: 'keys have choices of their own' })}.`,
  sameForAll: 'Same for all',
  offerTo: 'Offer to',
  offerKeyTo: (key: string) => `Offer ${key} to`,
  chooseSomeone: 'Choose someone',
  searchMembers: 'Search members',
  nobodyFound: 'Nobody who may hold keys is called that.',
  somebody: (name: string, role: string) => `${name}, ${role}`,
  nobodyChosen: 'Choose who it is offered to.',
  oldKey: 'The old key',
  oldKeyOf: (key: string) => `The old key ${key}`,
  countdowns: {
    0: 'Stops at once',
    1: 'Goes on for 1 hour',
    24: 'Goes on for 24 hours',
    72: 'Goes on for 3 days',
    168: 'Goes on for 7 days',
  },

  body: 'What this stops',
  list: 'Keys that stop',
  used: <Thing>(distance: Thing) => phrase`Last used ${distance}`,
  neverUsed: 'Never used',
  requestsADay: (count: number) => `${counted(count, { one: 'request', other: 'requests' })} a day`,
  usedLately: 'In use',
  ownedBy: (name: string) => `owned by ${name}`,
  stops: <Thing>(distance: Thing) => phrase`would stop ${distance}`,
  callers: (key: string) => `Callers of ${key} in the last 24 hours`,
  noAgent: 'gave no name',
  heldBy: (names: readonly string[], others: number) => {
    const all = names.length + others
    const secrets = counted(all, { one: 'secret', other: 'secrets' })
    if (names.length === 0) return `Held by ${secrets} that you can’t see`
    if (others > 0) return `Held by ${secrets}: ${names.join(', ')}, and ${inNumbers(others)} that you can’t see`
    return `${formFor(all, { one: 'Held by the secret', other: 'Held by the secrets' })} ${names.join(', ')}`
  },

  changed: 'Something changed meanwhile, so nothing was done',
  changedDetail: (added: number, changed: number, gone: readonly string[]) =>
    [
      added > 0 && `${keys(added)} came and ${formFor(added, { one: 'is', other: 'are' })} marked as new.`,
      changed > 0 &&
        `${keys(changed)} ${formFor(changed, { one: 'is not as it was and is', other: 'are not as they were and are' })} marked as changed.`,
      gone.length > 0 &&
        `${gone.length > 3 ? `${keys(gone.length)} that were listed are` : `${gone.join(', ')} ${formFor(gone.length, { one: 'is', other: 'are' })}`} no longer concerned.`,
      'Look once more: what you chose was kept where it still holds.',
    ]
      .filter(Boolean)
      .join(' '),
  added: 'New',
  isChanged: 'Changed',

  outcome: (parts: readonly string[]) => `${parts.join(', ')}.`,
  revokedOutcome: (count: number) => `${keys(count)} ${formFor(count, { one: 'is', other: 'are' })} revoked`,
  offeredOutcome: (count: number, goingOn: number) =>
    `${keys(count)} ${formFor(count, { one: 'is', other: 'are' })} offered${
      goingOn === 0
        ? ''
        : goingOn === count
          ? ' and still going on for a while'
          : `, ${inNumbers(goingOn)} of them going on for a while`
    }`,
  agreement: 'I understand that whatever uses these keys stops working immediately',
  agreementWithCountdown:
    'I understand that whatever uses these keys stops working: immediately, or at the end of a countdown',
  typeToConfirm: (name: string) => `Type “${name}” to confirm`,
  receiptStays: 'The receipt stays in the audit log.',
}
