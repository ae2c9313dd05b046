import type { ApiKeyType, KeyStatus, KeyTab } from '@/lib/core/api-key'
import type { Environment } from '@/lib/core/app'
import type { DepartureCause } from '@/lib/core/membership'
import { counted, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

const keys = (count: number) => counted(count, { one: 'key', other: 'keys' })
const days = (count: number) => counted(count, { one: 'day', other: 'days' })

export const TYPE_WORDS: Readonly<Record<ApiKeyType, string>> = { user: 'User key', server: 'Server key' }

export const TAB_WORDS: Readonly<Record<KeyTab, string>> = {
  active: 'Active',
  orphaned: 'Orphaned',
  history: 'History',
}

export const STATE_WORDS: Readonly<Record<KeyStatus, string>> = {
  active: 'Active',
  disabled: 'Disabled',
  expired: 'Expired',
  orphaned: 'Orphaned',
  revoked: 'Revoked',
}

export const ENVIRONMENT_WORDS: Readonly<Record<Environment, string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
}

const DEPARTURE_WORDS: Readonly<Record<DepartureCause, (owner: string, by: string | null) => string>> = {
  removed: (owner, by) => `${owner} was removed from the organization${by ? ` by ${by}` : ''}`,
  suspended: (owner, by) => `${owner} was suspended${by ? ` by ${by}` : ''}`,
  deprovisioned: (owner, by) => `${owner} was deprovisioned${by ? ` by ${by}` : ''}`,
  lost_right: (owner, by) =>
    by ? `${by} gave ${owner} a role that holds no keys` : `${owner} may no longer hold keys`,
}

/** Why a key is orphaned, and since when. */
export const orphanWords = {
  appDeleted: (app: string) => `The app ${app} was deleted`,
  departed: (cause: DepartureCause, owner: string, by: string | null) => DEPARTURE_WORDS[cause](owner, by),
  /** What can be done with it from here, and by whom. */
  next: (owner: string, appDeleted: boolean) =>
    appDeleted
      ? 'Its app is gone, so it never works again. An Owner or an Aura Owner can revoke it.'
      : `It works again only if ${owner} comes back within the grace period. An Owner or an Aura Owner can revoke it, or offer it to someone, who gets a new key.`,
  since: <Thing>(reason: string, moment: Thing) => phrase<Thing | string>`${reason}, ${moment}`,
  revokesItself: <Thing>(moment: Thing) => phrase`Revoked by itself ${moment}`,
}

export const panelWords = {
  titleOf: (whose: string) => `API keys of ${whose}`,
  ofApp: 'Each key opens this app and nothing else.',
  ofService: 'Each key opens one app and nothing else.',
  ofOrganization: 'Every key of every app, whoever owns it.',
  create: '+ Create API Key',
  createFirst: 'Create the first key',
  tabs: 'Keys by state',
  pages: 'Pages',
  firstPage: 'First page',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  appDeleted: 'This app was deleted. Its keys are orphaned and open nothing.',
  providerOff: <Thing>(where: Thing) =>
    phrase`The API-key provider of this app is off: no key is accepted, and none can be created. It is switched on ${where}.`,
  providerOffWhere: 'on the app’s page',
  list: 'API keys',
}

/** How many keys there are, as the line above the table says it. */
export const countWords = {
  keys,
  matching: (count: number, orMore: boolean) =>
    orMore ? `${inNumbers(count)}+ keys match` : counted(count, { one: 'key matches', other: 'keys match' }),
}

/** What is in the file of a view, for who hears it: "CSV of active API keys that match". */
export const fileWords = {
  of: (tab: string, narrowed: boolean) => `${tab.toLowerCase()} API keys${narrowed ? ' that match' : ''}`,
}

export const searchWords = {
  label: 'Search API keys',
  placeholder: 'Name, key id, owner',
  showAll: 'Show all keys',
  caught: 'That was an API key. It was not sent: only its id is searched for.',
  caughtPart: 'That is part of an API key. It was not sent. Paste the whole key to find it.',
}

export const filterWords = {
  filters: 'Filters',
  order: 'Order',
  orders: {
    name: { ascending: 'Name, A to Z', descending: 'Name, Z to A' },
    created: { ascending: 'Oldest first', descending: 'Newest first' },
    expires: { ascending: 'Expires first', descending: 'Expires last' },
    used: { ascending: 'Unused for longest', descending: 'Used last' },
    owner: { ascending: 'Owner, A to Z', descending: 'Owner, Z to A' },
  },
  filtersActive: (count: number) => `Filters, ${inNumbers(count)} active`,
  clear: 'Clear filters',
  remove: (filter: string) => `Remove filter ${filter}`,
  active: 'Active filters',
  state: 'State',
  anyState: 'Any state',
  type: 'Type',
  anyType: 'Any type',
  environment: 'Environment',
  anyEnvironment: 'Any environment',
  owner: 'Owner',
  anyOwner: 'Any owner',
  searchOwners: 'Search owners',
  noOwner: 'No owner is called that.',
  someOwner: 'One owner',
  expires: 'Expires',
  anyExpiry: 'Any expiration',
  expiresWithin: (count: number) => `Within ${days(count)}`,
  unused: 'Use',
  anyUse: 'Used or not',
  unusedFor: (count: number) => `Not used for ${days(count)}`,
  neverUsed: 'Never used',
  /** A filter that is on: "Owner: Mara Lindqvist". */
  chip: (filter: string, value: string) => `${filter}: ${value}`,
}

export const columnWords = {
  name: 'Name',
  app: 'App',
  key: 'Key',
  type: 'Type',
  owner: 'Owner',
  scopes: 'Scopes',
  created: 'Created',
  expires: 'Expires',
  used: 'Last used',
  requests: 'Requests (24 h)',
  actions: 'Actions',
  select: 'Select',
  captionOf: (tab: string) => `${tab} API keys`,
}

export const rowWords = {
  endsInCharacters: <Thing>(hint: Thing) => phrase`ends in ${hint}`,
  keyTitle: (id: string, hint: string) => `${id}, a key that ends in ${hint}`,
  actsAsOwner: 'Acts as its owner',
  actsAsApp: 'Acts as the app',
  notAMember: 'No longer a member',
  appDeleted: 'Deleted',
  noExpiration: 'No expiration',
  neverUsed: 'never used',
  expiringSoon: 'Expiring soon',
  note: 'Note',
  revoked: <Thing>(distance: Thing, by: string | null) =>
    by ? phrase<Thing | string>`${distance} by ${by}` : [distance],
  /** "Ends in 23 h, replaced by ci-deploy" */
  ends: <Thing>(distance: Thing, successor: Thing | null) =>
    successor === null ? phrase`Ends ${distance}` : phrase`Ends ${distance}, replaced by ${successor}`,
  replacedBy: <Thing>(successor: Thing) => phrase`Replaced by ${successor}`,
}

export const selectionWords = {
  one: (name: string) => `Select ${name}`,
  all: 'Select all on this page',
  selected: (count: number) => counted(count, { other: 'selected' }),
  revoke: 'Revoke…',
  clear: 'Clear',
  bar: 'Selected keys',
}

export const actionWords = {
  rotate: 'Rotate',
  disable: 'Disable',
  enable: 'Enable',
  revoke: 'Revoke',
  more: 'More',
  of: (verb: string, name: string) => `${verb} ${name}`,
  moreOf: (name: string) => `More actions for ${name}`,
  rename: 'Rename',
  note: 'Note',
  copyId: 'Copy key ID',
  open: 'Open',
  copied: 'Key ID copied',
  notCopied: 'The key ID could not be copied',
  notCopiedHelp: 'It stands on the key’s page.',
  enabled: (name: string) => `${name} is enabled`,
  enabledDetail: 'Calls with it are accepted again.',
  notEnabled: (name: string) => `${name} was not enabled`,
}

export const emptyWords: Readonly<Record<KeyTab, { readonly title: string; readonly description: string }>> = {
  active: {
    title: 'No active API keys',
    description: 'A key is what a program shows to be let in. It opens one app and nothing else.',
  },
  orphaned: {
    title: 'No orphaned API keys',
    description:
      'A key is orphaned when its app is deleted or its owner leaves. It stops working at once, and is revoked or offered to someone here.',
  },
  history: {
    title: 'No keys have expired or been revoked',
    description: 'Dead keys stay here, so that a late caller can still be named.',
  },
}

export const noMatchWords = {
  noMatch: 'No key matches',
  noMatchText: (tab: string, text: string) => `No ${tab.toLowerCase()} key matches “${text}”`,
  noMatchHelp: 'Names, owners and whole key ids are searched, in the tab that is open.',
  noMatchFilters: 'The filters leave none of the keys of this tab.',
  noSuchKey: 'There is no such key here',
  noSuchKeyHelp: 'It is none of this organization’s, or it was never issued by this portal.',
  elsewhere: (key: string, app: string) => `${key} is a key of ${app}`,
  elsewhereHelp: 'It is not one of the keys here.',
  viewKey: 'View key',
  curl: 'curl command',
  copyCurl: 'Copy curl command',
}
