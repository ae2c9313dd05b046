/** Browsers all say that they are Mozilla; the first of these that one names is the one that it is. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  // What it says of itself under its own name is the version of its engine.
  ['Version', 'Safari'],
] as const

const MOST_CHARACTERS = 24

/** What called, in a word that fits under an address: "curl/8.9", "Chrome 142", "Go-http-client/1.1". Empty for a caller that did not say. */
export function shortAgent(agent: string): string {
  if (agent.startsWith('Mozilla/')) {
    for (const [token, name] of BROWSERS) {
      const version = new RegExp(`\\b${token}/(\\d+)`).exec(agent)?.[1]
      if (version) return `${name} ${version}`
    }
  }
  const product = (agent.trim().split(/\s/, 1)[0] ?? '').replace(/(\/v?\d+\.\d+)[\d.]*.*$/, '$1')
  return product.length > MOST_CHARACTERS ? `${product.slice(0, MOST_CHARACTERS - 1)}…` : product
}

/** "10.4.1.7 · curl/8.9" */
export const shortCaller = ({ address, agent }: { readonly address: string; readonly agent: string }): string =>
  [address, shortAgent(agent)].filter(Boolean).join(' · ')
