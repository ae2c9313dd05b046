/** BCP 47: what the pages declare, and how numbers and plurals are written. */
export const LANGUAGE: string = 'en'
