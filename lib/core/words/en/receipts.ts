import { counted, formFor, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

export const receiptsWords = {
  openReceipt: {
    receiptOf: (of: string) => `Receipt of ${of}`,
    asking: 'Asking the portal…',
  },
  receiptWords: {
    dead: 'Dead',
    closed: 'Closed',
    off: 'Off',
    inForce: 'In force',
  },
  receipt: {
    noneServing: 'No gateway was serving',
    noneServingDetail: 'So no request was let in. A gateway that starts learns of this before it answers.',
    atEveryGateway: (done: string) => `${done} at every gateway`,
    afterChange: (done: string, delay: string) => `${done} at every gateway, ${delay} after the change`,
    afterClick: (done: string, delay: string) => `${done} at every gateway, ${delay} after you clicked`,
    confirmed: (answered: number, all: number) =>
      `${inNumbers(answered)} of ${counted(all, { one: 'gateway', other: 'gateways' })} ${formFor(answered, { one: 'has', other: 'have' })} confirmed it`,
    confirmedBy: (answered: string, moment: string) => `${answered} by ${moment}`,
    othersRefuse: (answered: string) => `${answered}; the others refuse everything`,
    notAnswered: (gateways: readonly string[]) =>
      `${gateways.join(', ')} ${formFor(gateways.length, { one: 'has', other: 'have' })} not answered yet.`,
    refusesSince: <Thing>(moment: Thing) => phrase`refuses everything since ${moment}`,
    refusesFrom: <Thing>(moment: Thing) => phrase`refuses everything from ${moment}`,
  },
  stoppedView: {
    done: 'Done',
  },
}
