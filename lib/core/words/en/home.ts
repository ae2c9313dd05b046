import { phrase } from '@/lib/core/words/phrase'

export const homeWords = {
  lastHeard: <Thing>(moment: Thing) => phrase`Last heard of ${moment}`,
  hasNotCalled: 'Has not called yet',
  knock: <Thing>(moment: Thing, caller: string) => phrase<Thing | string>`${moment} from ${caller}`,
}
