export const THEMES = ['light', 'dark', 'system'] as const
export type Theme = (typeof THEMES)[number]

/** A cookie, not browser storage: the server knows the theme before it sends the first byte, so nothing flashes. */
export const THEME_COOKIE = 'aura.theme'

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system'
}
