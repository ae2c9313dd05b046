import { shortAgent } from '@/components/usage/short-agent'
import { accountWords } from '@/words/account'

const { sessions: words } = accountWords

/** "Chrome 142 on Windows", by what a browser says of itself. */
export function browserOf(agent: string | null): string {
  const browser = shortAgent(agent ?? '')
  if (!browser) return words.unknownBrowser
  const [, system] = words.systems.find(([token]) => agent?.includes(token)) ?? []
  return system ? words.browserOn(browser, system) : browser
}
