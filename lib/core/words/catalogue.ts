import * as home from './en/home'
import * as language from './en/language'
import * as terms from './en/terms'

/**
 * Everything that people read, by room. Pages take each room from `@/words/<room>`, so a browser loads the words of what it
 * shows and no others; where `@/words` leads is said once, in `tsconfig.json`. A second language is a second folder, here
 * as a second object `satisfies Catalogue`: a sentence that it lacks, or one with other parameters, does not compile.
 */
export const en = { home, language, terms }

export type Catalogue = typeof en
