import { counted, formFor, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

const percent = (share: number) => `${inNumbers(Math.round(share * 100))} %`

export const rotationWords = {
  expiration: {
    label: 'Expiration',
    days: (days: number) => counted(days, { one: 'day', other: 'days' }),
    oneYear: '1 year',
    custom: 'Custom…',
    none: 'No expiration',
    lastDay: 'Last day',
  },
  dialog: {
    title: 'Rotate API key',
    rotated: (name: string) => `${name} is rotated`,
    onlyTime: 'This is the only time the new key is shown.',
    whichKey: <Thing>(key: Thing, app: string, owner: string) =>
      phrase<Thing | string>`${key} of ${app}, owned by ${owner}`,
    what: 'A new key takes its place, with the same name, type, scopes and limits. Replace it where it is used before the old one stops.',
    anothers: (owner: string) => `The new key acts as ${owner}, and you will see it. The audit log says so.`,
    endingLabel: 'The old key stops',
    endings: { now: 'At once', '1h': 'In 1 hour', '24h': 'In 24 hours', '7d': 'In 7 days', moment: 'At…' },
    endingDay: 'Day',
    endingTime: 'Time',
    stopsAtOnce: 'Every call with the old key is refused from then on.',
    chooseMoment: 'Choose the moment at which the old key stops.',
    stopsOn: (moment: string) => `The old key stops on ${moment}.`,
    expiresBefore: (moment: string) => `It expires before that: the old key stops on ${moment}.`,
    momentHasPassed: 'That moment has passed.',
    newKey: 'The new key',
    secretsLabel: 'Secrets that get the new key',
    secretsDescription: 'As their next version. The old key stays readable as the one before.',
    otherSecrets: (names: readonly string[]) =>
      `${names.join(', ')} ${formFor(names.length, { one: 'holds the old key too, and is not yours to change.', other: 'hold the old key too, and are not yours to change.' })}`,
    submit: 'Rotate',
    noAnswer:
      'The portal did not answer. Look at the key’s page: if it says that the key was rotated, there is a new key which nobody has seen. Rotate that one, and you will see the next. The old key stops when it says.',
    oldStops: <Thing>(moment: Thing) => phrase`The old key works until ${moment}.`,
    oldStopsByExpiry: <Thing>(moment: Thing) => phrase`The old key works until ${moment}, when it expires.`,
    oldRevoked: 'Revoked. Asking the gateways…',
    secretsUpdated: <Thing>(names: Thing) => phrase`Saved as the next version of ${names}`,
  },
  page: {
    rotate: 'Rotate',
    endItNow: 'End it now',
    lineage: 'Lineage',
    lineageDescription: 'Each key took the place of the one before it.',
    thisKey: 'This key',
    unseen: <Thing>(name: Thing) => phrase`${name} has not been used yet.`,
    handedOver: (from: string, to: string) => `Handed over from ${from} to ${to}`,
    created: <Thing>(moment: Thing) => phrase`Created ${moment}`,
    stops: <Thing>(moment: Thing) => phrase`stops ${moment}`,
    stopped: <Thing>(moment: Thing) => phrase`stopped ${moment}`,
    createdBy: (name: string) => `by ${name}, who has seen it`,
    createdByFact: 'Created by',
    createdByDetail: 'Not its owner, and has seen it',
    requests: (requests: number, share: number) =>
      `${counted(requests, { one: 'request', other: 'requests' })} in the last 24 hours, ${percent(share)} of the lineage’s`,
    noRequests: 'No requests in the last 24 hours',
    callersLeft: (callers: number, named: readonly string[]) =>
      `${counted(callers, { one: 'caller', other: 'callers' })} left: ${named.join('; ')}${callers > named.length ? '…' : ''}`,
    noCallersLeft: 'No callers left',
    endsTitle: <Thing>(moment: Thing) => phrase`Rotated: it stops ${moment}`,
    ends: <Thing>(moment: Thing, successor: Thing) => phrase`On ${moment}. ${successor} took its place.`,
    endsFact: 'Ends',
    replacedBy: <Thing>(successor: Thing) => phrase`${successor} took its place.`,
    note: 'Note',
    noNote: 'None',
  },
}
