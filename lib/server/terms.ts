import { installation } from '@/lib/server/platform'
import { WORDS, type Words } from '@/words/terms'

/** The label set that this installation speaks. */
export const terms = (): Words => WORDS[installation().environment.terms]
