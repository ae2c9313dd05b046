import { counted, formFor, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

/* What is asked and told in the dialogs of keys: apart from the words of the panel, which come without them. */

const keys = (count: number) => counted(count, { one: 'key', other: 'keys' })
const cancel = 'Cancel'

export const renameWords = {
  title: 'Rename API key',
  description: <Thing>(name: Thing, app: string) => phrase<Thing | string>`${name} of ${app}`,
  label: 'API Key Name',
  hint: 'The key itself stays as it is: only what people call it changes.',
  submit: 'Rename',
  done: (name: string) => `Renamed to ${name}`,
}

export const noteWords = {
  title: 'Note',
  description: <Thing>(name: Thing, app: string) => phrase<Thing | string>`${name} of ${app}`,
  label: 'Note',
  hint: 'What it is for, whom to ask. Everyone who sees the key reads it. Never write the key itself here.',
  submit: 'Save note',
  saved: 'Note saved',
  removed: 'Note removed',
}

/** Several keys, one agreement. */
export const bulkWords = {
  title: (count: number) => `Revoke ${counted(count, { one: 'API key', other: 'API keys' })}`,
  description: 'Every call with one of these keys is refused from then on. Revoking is final.',
  usedOfLate: (count: number) =>
    counted(count, { one: 'of them was used in the last 7 days', other: 'of them were used in the last 7 days' }),
  usedOfLateDetail: 'They are listed first. Something may be about to break.',
  keys: 'Keys to revoke',
  secrets: (names: readonly string[]) =>
    `${names.length === 1 ? 'Held by the secret' : 'Held by the secrets'} ${names.join(', ')}`,
  ownedBy: (app: string, owner: string) => `${app}, owned by ${owner}`,
  lastUsed: <Thing>(distance: Thing, address: string) => phrase<Thing | string>`Last used ${distance}, from ${address}`,
  neverUsed: 'Never used',
  reason: 'Reason',
  reasonHint: 'Kept in the audit log, for each of them.',
  agreement: 'I understand that whatever uses these keys stops working immediately',
  submit: 'Revoke',
  cancel,
  progress: (done: number, all: number) => `Revoking, ${done} of ${all}`,
  results: 'Results',
  revoked: 'Revoked',
  wasRevoked: 'Was revoked already',
  notRevoked: 'Not revoked',
  notTried: 'Not tried, since the portal did not answer.',
  summary: (revoked: number, failed: number) =>
    failed === 0
      ? `${keys(revoked)} revoked`
      : `${revoked === 0 ? 'No key was' : `${keys(revoked)} ${revoked === 1 ? 'was' : 'were'}`} revoked, ${failed} not`,
  again: (count: number) => `Try again the ${count} that failed`,
  waiting: 'Revoked. Asking the gateways…',
  receiptNote:
    'Gateways apply changes in order: who has confirmed the last of these has confirmed them all. Each key’s page keeps its own receipt.',
  done: 'Done',
}

/** The dialogs that stop a key. */
export const stopWords = {
  ofWhat: <Thing>(name: Thing, app: string, owner: string) =>
    phrase<Thing | string>`${name} of ${app}, owned by ${owner}`,
  cancel,
  disableTitle: 'Disable API key',
  disable: 'Disable',
  disableExplained: 'Every call with this key is refused until it is enabled again. It keeps its name and its place.',
  disabled: 'Disabled. Asking the gateways…',
  disabledNote: 'Calls with it are refused until it is enabled. The receipt stays on the key’s page.',
  revokeTitle: 'Revoke API key',
  revoke: 'Revoke',
  revokeActive: 'Every call with this key is refused from then on. Revoking is final.',
  revokeDead: 'This key does not work now. Once revoked, it never will again.',
  revoked: 'Revoked. Asking the gateways…',
  heldBy: (names: readonly string[]) => `Secrets that hold it: ${names.join(', ')}, now marked dead.`,
  receiptStays: 'The receipt stays on the key’s page.',
  viewKey: 'View key',
  secretsThatHold: (count: number) => formFor(count, { one: 'This secret holds it:', other: 'These secrets hold it:' }),
  reason: 'Reason',
  reasonHint: 'Kept in the audit log.',
  agreement: 'I understand that whatever uses this key stops working immediately',
}

export const chooseAppWords = {
  title: (service: string) => `Create API key for ${service}`,
  description: 'A key opens one app and nothing else.',
  app: 'App',
  choose: 'Choose an app',
  notChosen: 'Choose an app.',
  option: (app: string, environment: string) => `${app} · ${environment}`,
  cancel,
  submit: 'Continue',
}

export const creationWords = {
  title: (service: string, app: string) => `Create API key for ${service} - ${app}`,
  name: 'API Key Name',
  nameHint: 'Seen by everyone in the organization. Unique among this app’s live keys.',
  type: 'Type',
  userKey: 'User key · acts as you',
  serverKey: 'Server key · acts as the app',
  whoMayCreateServerKeys: 'Server keys of this app are created by its owner, an Owner or an Aura Owner.',
  scopes: 'Scopes',
  limits: 'Limits',
  submit: 'Create API Key',
  cancel,
  worksUntilRevoked: 'Works until someone revokes it.',
  chooseLastDay: 'Choose the last day on which the key works.',
  stopsOn: (moment: string) => `Stops working on ${moment}.`,
}

/** A key that is shown, once. */
export const issuedWords = {
  ready: (name: string) => `${name} is ready`,
  onlyTime: 'This is the only time the key is shown.',
  shown: {
    label: 'API key',
    copy: 'Copy API Key',
    warning: 'Keep it in a secret store. Never in code, chat or a ticket.',
    closeTitle: 'Close without saving the key?',
    closeDescription: 'It can’t be shown again. Without it you would have to create another key.',
  },
  saveAsSecret: 'Save As Secret',
  saved: <Thing>(secret: Thing) => phrase`Saved as secret ${secret}`,
  callIt: 'Call it',
  curl: 'curl command',
  copyCurl: 'Copy curl command',
  closeWithoutSaving: 'Close without saving',
}

/** How often and from where a key may be used. */
export const limitsWords = {
  none: 'None: as often as it likes, from anywhere',
  rate: (requestsPerMinute: number, burst: number) =>
    `${counted(requestsPerMinute, { one: 'request', other: 'requests' })} a minute, at most ${inNumbers(burst)} at once`,
  from: <Thing>(addresses: Thing) => phrase`From ${addresses}`,
  requestsPerMinute: 'Requests a minute',
  noLimit: 'No limit',
  burst: 'Burst',
  aMinutesWorth: 'A minute’s worth',
  burstHint:
    'Burst is how many may come at once after a pause. Each gateway process counts for itself, so behind three of them a key gets up to three times as much.',
  addresses: 'Allowed addresses',
  addressesHint:
    'One a line: an address such as 10.1.2.3, or a range such as 10.1.0.0/16 or 2001:db8::/32. Empty: from anywhere.',
  change: 'Change limits',
  changing: <Thing>(name: Thing, app: string) =>
    phrase<Thing | string>`${name} of ${app}. The key itself stays as it is; nobody has to roll it out again.`,
  lifted: (name: string) => `${name} has no limits now`,
  saved: 'Saved. Asking the gateways…',
  savedNote:
    'What the limits do not allow is refused from then on, and was closed where it was open. The receipt stays in the key’s timeline.',
  save: 'Save limits',
  cancel,
}
