import { shortAgent } from '@/components/usage/short-agent'
import { accountWords } from '@/words/account'

/** The first of these that a browser names is what it runs on: Android says Linux too, and an iPad Mac OS. */
const SYSTEMS = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

const { sessions: words } = accountWords

/** "Chrome 142 on Windows", by what a browser says of itself. */
export function browserOf(agent: string | null): string {
  const browser = shortAgent(agent ?? '')
  if (!browser) return words.unknownBrowser
  const [, system] = SYSTEMS.find(([token]) => agent?.includes(token)) ?? []
  return system ? words.browserOn(browser, system) : browser
}
