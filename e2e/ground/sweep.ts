/**
 * Of tests that run with `npm run test:long` alone (playwright.config.ts): what each of them shows is shown in every run by others, on fewer
 * pages, for fewer people, or in a longer story.
 */
export const SWEEP = '@sweep'
