import { WORDS, type Words } from '@/lib/core/words'
import { installation } from '@/lib/server/platform'

/** The label set that this installation speaks. */
export const terms = (): Words => WORDS[installation().environment.terms]
