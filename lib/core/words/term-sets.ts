/**
 * Two label sets, one product: the documents of 2025 say Aura App under Develop, those of 2026 say Container App under
 * Container Services. Which one an installation speaks is a setting; the labels themselves are `terms` of each language.
 */
export const TERM_SETS = ['aura', 'container'] as const
export type TermSet = (typeof TERM_SETS)[number]
