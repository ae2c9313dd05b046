import { counted, formFor } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

const keys = (count: number) => counted(count, { one: 'key', other: 'keys' })

/** What a key's row and its page say of an offer. */
export const offeredWords = {
  offer: 'Offer to…',
  withdraw: 'Withdraw offer',
  withdrawn: (name: string) => `The offer of ${name} is withdrawn`,
  notWithdrawn: (name: string) => `The offer of ${name} was not withdrawn`,
  offeredTo: <Thing>(who: string, until: Thing) => phrase<Thing | string>`Offered to ${who}, until ${until}`,
  known: (who: string) => `${who} still knows this key`,
  knownUntil: <Thing>(who: string, owner: string, until: Thing) =>
    phrase<
      Thing | string
    >`${who} left it with a countdown, and can use it until it stops on ${until}. ${owner} answers for it until then.`,
  knownInRow: (who: string) => `${who} still knows it`,
}

export const offerDialogWords = {
  title: (count: number) => `Offer ${keys(count)}`,
  description: (count: number) =>
    `Whoever accepts gets ${formFor(count, { one: 'a new key', other: 'new keys' })}, and alone sees ${formFor(count, { one: 'it', other: 'them' })}. What is orphaned never works again.`,
  titleOfApp: (app: string) => `Hand over ${app}`,
  descriptionOfApp: 'It changes its owner when they accept. Its keys stay as they are.',
  titleOfOwner: (app: string) => `Give ${app} an owner`,
  descriptionOfOwner: 'They manage the app from now on.',
  member: 'Member',
  choose: 'Choose a member',
  search: 'Search members',
  nobodyFound: 'Nobody who can take it over is called that.',
  nobody: 'Nobody here can take this over. An active member whose role may create keys of this kind can.',
  option: (name: string, email: string) => `${name} (${email})`,
  until: (days: number) => `The offer is good for ${counted(days, { one: 'day', other: 'days' })}.`,
  submit: 'Offer',
  give: 'Make them its owner',
  offered: (what: string, who: string) => `${what} is offered to ${who}`,
  offeredKeys: (count: number, who: string) =>
    `${keys(count)} ${formFor(count, { one: 'is', other: 'are' })} offered to ${who}`,
  given: (who: string, app: string) => `${who} owns ${app} now`,
  outcome: (offered: number, refused: number, who: string) =>
    `${keys(offered)} offered to ${who}, ${counted(refused, { other: 'not' })}`,
  refused: 'Not offered',
  done: 'Done',
}

export const offersWords = {
  title: 'Offers',
  description: 'Keys and apps that somebody hands over to you.',
  received: 'Offered to you',
  receivedSentence: 'Whoever accepts a key gets a new one, shown once.',
  made: 'Offered to others',
  none: 'Nothing is offered to you',
  noneDescription:
    'When somebody leaves, an Owner can offer their keys to you. Accepting shows you a new key, once; the old one is not passed on.',
  app: 'App',
  keyOf: (app: string) => `of ${app}`,
  fromBy: (from: string | null, by: string | null) =>
    [from ? `From ${from}` : '', by && by !== from ? `offered by ${by}` : ''].filter(Boolean).join(', '),
  fact: <Thing>(detail: string, moment: Thing) => phrase<Thing | string>`${detail}, until ${moment}`,
  to: (who: string) => `To ${who}`,
  accept: 'Accept',
  decline: 'Decline',
  withdraw: 'Withdraw',
  ofOffer: (verb: string, name: string) => `${verb} ${name}`,
  declined: (name: string) => `${name} is declined`,
  notDeclined: (name: string) => `${name} was not declined`,
  declinedRuns: 'The old key stops at its ending all the same. Who governs the organization is told.',
  nowYours: (app: string) => `${app} is yours now`,
  notAccepted: (name: string) => `${name} was not accepted`,
}

export const acceptWords = {
  title: 'Accept an API key',
  what: 'You get a new key with the same type, scopes and limits. Nobody else sees it.',
  stopsAtOnce: 'The old key never works again.',
  goesOn: <Thing>(moment: Thing) => phrase`The old key works until ${moment}: replace it where it is used before that.`,
  name: 'API Key Name',
  secretsLabel: 'Secrets that get the new key',
  secretsDescription: 'As their next version. The old key stays readable as the one before.',
  submit: 'Accept',
  noAnswer:
    'The portal did not answer. Look at the key’s page: if it says that the key was handed over, you have a new key which nobody has seen. Rotate that one, and you will see the next.',
}
