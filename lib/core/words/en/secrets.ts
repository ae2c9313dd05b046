import { counted, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

/** Secrets: their list, their pages, and everything that is asked before something happens to one. */
export const secretsWords = {
  title: 'Secrets',
  description: 'Named values, stored encrypted. You see those that you may reveal.',
  tabs: { label: 'Secrets by state', live: 'Secrets', deleted: 'Deleted' },
  count: (count: number) => counted(count, { one: 'secret', other: 'secrets' }),
  countOrMore: (count: number) => `${inNumbers(count)} or more secrets`,
  tabCount: (count: number) => (count > 1_000 ? '1,000+' : inNumbers(count)),
  search: {
    label: 'Search secrets',
    placeholder: 'Name',
    caught: 'That was an API key. It was not sent: secrets are found by their names.',
  },
  empty: {
    title: 'No secrets yet',
    mayCreate: 'Save an API key as a secret when it is created, or store any other value under a name.',
    mayNotCreate: 'Nothing has been shared with you.',
    create: 'Store a value',
    example: 'read -rs AURA_KEY && export AURA_KEY  # paste what you revealed',
    exampleLabel: 'Shell command',
    copyExample: 'Copy shell command',
  },
  noneDeleted: {
    title: 'No deleted secrets',
    description: (days: number) =>
      `What you delete stands here for ${days} days and can be restored; then it is gone for good.`,
  },
  noneFound: {
    title: (text: string) => `No secret matches “${text}”`,
    description: 'Names are searched, in the tab that is open.',
    action: 'Show all secrets',
  },
  columns: {
    name: 'Name',
    holds: 'Holds',
    owner: 'Owner',
    created: 'Created',
    changed: 'Changed',
    version: 'Version',
    savedBy: 'Saved by',
    deleted: 'Deleted',
    gone: 'Gone for good',
    actions: 'Actions',
  },
  holds: {
    value: 'A value',
    keyOf: (app: string) => `API key of ${app}`,
    replaced: 'Replaced',
    replacedNote: 'Another key has taken its place.',
    dead: (status: string) => `The key in it opens nothing any more: it is ${status}.`,
  },
  reveal: {
    action: 'Reveal',
    named: (name: string) => `Reveal ${name}`,
    version: (version: number) => `Reveal version ${version}`,
    title: (name: string, version: number, isCurrent: boolean) => (isCurrent ? name : `${name}, version ${version}`),
    description: (version: number) => `Version ${version}. That you saw it stands in the audit log.`,
    value: (name: string) => `Value of ${name}`,
    copy: 'Copy value',
    hiddenIn: (seconds: number) => `Hidden again in ${seconds} s`,
    hidden: 'The value is hidden again.',
    again: 'Show again',
    refused: (name: string) => `${name} was not revealed`,
  },
  copy: {
    named: (name: string) => `Copy ${name}`,
    version: (version: number) => `Copy version ${version}`,
    action: 'Copy',
    done: (name: string) => `${name} is on the clipboard`,
    doneDetail: 'That it was read stands in the audit log.',
    failed: 'It could not be copied',
    failedDetail: 'The browser refused. Reveal it, select the text and copy it.',
  },
  create: {
    button: 'New Secret',
    title: 'New Secret',
    ofKey: 'The key is stored encrypted, under a name.',
    ofValue: 'A value, stored encrypted, under a name.',
    nameRule: 'Letters, digits and underscore.',
    value: 'Value',
    wholeKey: 'The whole key, as it was issued.',
    submit: 'Create Secret',
    done: (name: string) => `${name} is stored`,
  },
  page: {
    description: (owner: string) => `Secret of ${owner}`,
    versions: 'Versions',
    versionsDescription: 'Older values are kept, for who may read the secret.',
    inForce: 'In force',
    pages: { label: 'Pages of versions', first: 'Newest versions', next: 'Older versions' },
    timeline: 'Timeline',
    somebody: 'A former member',
    deletedBadge: 'Deleted',
    deletedTitle: 'Deleted: nobody can read it',
    deleted: <Thing>(moment: Thing, who: string | null, gone: Thing) =>
      who === null
        ? phrase<Thing>`Deleted on ${moment}. It can be restored until ${gone}; then it is gone for good.`
        : phrase<
            Thing | string
          >`Deleted by ${who} on ${moment}. It can be restored until ${gone}; then it is gone for good.`,
  },
  update: {
    action: 'Update',
    title: 'Update secret',
    description: (name: string, next: number) => `The value becomes version ${next} of ${name}. Older ones are kept.`,
    value: 'New value',
    submit: (version: number) => `Save as version ${version}`,
    anyway: (version: number) => `Save as version ${version} anyway`,
    done: (name: string, version: number) => `${name} is at version ${version}`,
    changed: <Thing>(who: string, version: number, moment: Thing) =>
      phrase<Thing | string>`${who} saved version ${String(version)} on ${moment}, after you opened it.`,
    changedTitle: 'Somebody was faster',
    nothingLost:
      'Nothing is lost: what you typed is still here. Look at the newer value first, or save yours after it; both are kept.',
    look: (version: number) => `Look at version ${version}`,
  },
  rename: {
    action: 'Rename',
    title: 'Rename secret',
    description: 'Whatever reads it by its name has to know the new one.',
    submit: 'Rename',
    done: (name: string) => `It is named ${name} now`,
  },
  share: {
    heading: 'Shared with',
    nobody: 'Nobody. Its owner, Owners and Aura Owners have it.',
    action: 'Share',
    title: (name: string) => `Share ${name}`,
    description: 'The sharing ends with the membership. What somebody has seen, they have seen.',
    member: 'Member',
    choose: 'Choose a member',
    access: 'May',
    accesses: { read: 'Read', manage: 'Manage' },
    accessDetails: {
      read: 'Reveal and copy every version',
      manage: 'Update, rename, share and delete it too',
    },
    submit: 'Share',
    done: (secret: string, who: string) => `${secret} is shared with ${who}`,
    remove: (who: string) => `End sharing with ${who}`,
    removed: (secret: string, who: string) => `${secret} is no longer shared with ${who}`,
    notRemoved: 'The sharing was not ended',
    noneToShareWith: 'There is no Developer or Reader to share it with.',
  },
  remove: {
    action: 'Delete',
    title: 'Delete secret',
    effect: (name: string, days: number) =>
      `Nobody can read ${name} from then on, and its name is free. It can be restored for ${days} days; then it is gone for good.`,
    holds: (key: string, app: string) =>
      `It holds the API key ${key} of ${app}. The key goes on working: revoke it if nothing needs it.`,
    shared: (count: number) =>
      `${counted(count, { one: 'member', other: 'members' })} that it is shared with can read it no more.`,
    agreement: 'I understand that whatever reads this secret finds it no more',
    submit: 'Delete',
    done: (name: string) => `${name} is deleted`,
  },
  restore: {
    action: 'Restore',
    named: (name: string) => `Restore ${name}`,
    title: 'Restore secret',
    description: 'It comes back with its versions, and shared as it was.',
    submit: 'Restore',
    done: (name: string) => `${name} is back`,
  },
}
