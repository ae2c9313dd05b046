/** Text as a pattern of LIKE matches it: itself, and nothing else. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`)
