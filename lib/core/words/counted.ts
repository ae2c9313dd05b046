import { LANGUAGE } from '@/words/language'

/** The forms of a word that a language needs for counts (CLDR): English has `one` and `other`, Polish four. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

const rules = new Intl.PluralRules(LANGUAGE)
const grouped = new Intl.NumberFormat(LANGUAGE)

/** "1,204" */
export function inNumbers(count: number): string {
  return grouped.format(count)
}

/** The form alone, where the number stands elsewhere: "key" of 1, "keys" of 2. */
export function formFor(count: number, forms: Forms): string {
  return forms[rules.select(count)] ?? forms.other
}

/** "1 key", "1,204 keys" */
export function counted(count: number, forms: Forms): string {
  return `${inNumbers(count)} ${formFor(count, forms)}`
}
