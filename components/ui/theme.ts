export const THEMES = ['light', 'dark', 'system'] as const
export type Theme = (typeof THEMES)[number]

/** A cookie, not browser storage: the server knows the theme before it sends the first byte, so nothing flashes. */
export const THEME_COOKIE = 'aura.theme'

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system'
}

const YEAR_SECONDS = 31_536_000

/** What the page shows now, which may be newer than what the server sent. */
export const shownTheme = (): Theme => parseTheme(document.documentElement.dataset.theme)

/** In the browser: from now on, and for a year. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we serve.
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`
}
