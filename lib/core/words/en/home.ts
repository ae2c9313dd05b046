import { formFor, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

export const homeWords = {
  homePage: {
    lastHeard: <Thing>(moment: Thing) => phrase`Last heard of ${moment}`,
    count: (count: number, orMore = false) => `${inNumbers(count)}${orMore ? '+' : ''}`,
    showAll: (title: string, count: string) => `${title}: all ${count}`,
    hasNotCalled: 'Has not called yet',
    knock: <Thing>(moment: Thing, caller: string) => phrase<Thing | string>`${moment} from ${caller}`,
    description: 'What needs you, and what there is.',
    nothingNeedsYou: 'Nothing needs you.',
    nothingNeedsYouDetail:
      'No key is orphaned, none expires within 7 days, nobody presents a dead one, and none lies about unused.',
    offered: 'Offered to you',
    offeredSentence: 'Somebody hands these over to you. Accept or decline.',
    orphanedKeys: 'Orphaned keys',
    orphanedSentence: 'They open nothing. Revoke them, or offer them to a new owner.',
    expiring: 'Expiring within 7 days',
    expiringSentence: 'Whatever uses them stops working then.',
    knocking: 'Dead keys still presented',
    knockingSentence: 'Someone still has them, and is refused each time.',
    unused: 'Not used for 90 days',
    unusedSentence: 'A key that nobody needs is better revoked.',
    silentGateways: 'Silent gateways',
    silentSentence: 'Nothing is heard of them. When its lease ends, a gateway refuses every request.',
    services: 'Services',
    apps: (count: number) => formFor(count, { one: 'App', other: 'Apps' }),
    apiKeys: (count: number) => formFor(count, { one: 'API key', other: 'API keys' }),
    traffic: 'Traffic',
    createdOwnedBy: <Thing>(moment: Thing, name: string) => phrase<Thing | string>`Created ${moment}, owned by ${name}`,
    ofApp: (name: string) => `of ${name}`,
    trafficTo: (organization: string) => `to ${organization}`,
  },
}
