/**
 * A sentence that holds something which is no text: a link, a moment that tells its zone when pointed at. The catalogue says
 * in which order, since languages differ in it; the page says what. `components/ui/said.tsx` shows it.
 */
export type Phrase<Thing> = readonly (string | Thing)[]

/** ``phrase`Last heard of ${moment}.` `` */
export function phrase<Thing>(texts: TemplateStringsArray, ...things: readonly Thing[]): Phrase<Thing> {
  return texts.flatMap((text, at): (string | Thing)[] => {
    const thing = things[at]
    return thing === undefined ? [text] : [text, thing]
  })
}
