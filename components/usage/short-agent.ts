/** Browsers all say that they are Mozilla; the first of these that one names is the one that it is. */
const BROWSERS = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\bHeadlessChrome\/(\d+)/, 'Headless Chrome'],
  [/\b(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  // What it says of itself under its own name is the version of its engine.
  [/\bVersion\/(\d+)[^ ]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
] as const

/** What any of them may say beside its own name: whose pages it shows, and with what. */
const ENGINES: ReadonlySet<string> = new Set(['Mozilla', 'AppleWebKit', 'Gecko', 'Safari', 'Mobile', 'Version'])

const MOST_CHARACTERS = 24

/** What called, in a word that fits under an address: "curl/8.9", "Chrome 142", "Go-http-client/1.1". Empty for a caller that did not say. */
export function shortAgent(agent: string): string {
  if (agent.startsWith('Mozilla/')) {
    for (const [pattern, name] of BROWSERS) {
      const version = pattern.exec(agent)?.[1]
      if (version) return `${name} ${version}`
    }
  }
  const product = productOf(agent).replace(/(\/v?\d+\.\d+)[\d.]*.*$/, '$1')
  return product.length > MOST_CHARACTERS ? `${product.slice(0, MOST_CHARACTERS - 1)}…` : product
}

/** The first product that is named; of what passes for a browser, the one that is not a part of every browser. */
function productOf(agent: string): string {
  const first = agent.trim().split(/\s/, 1)[0] ?? ''
  if (!agent.startsWith('Mozilla/')) return first
  const robot = /\(compatible; ([^\s;)]+)/.exec(agent)?.[1]
  const products = agent.replace(/\([^)]*\)/g, ' ').match(/[^\s/]+\/\S+/g) ?? []
  return robot ?? products.find((product) => !ENGINES.has(product.slice(0, product.indexOf('/')))) ?? first
}

/** "10.4.1.7 · curl/8.9" */
export const shortCaller = ({ address, agent }: { readonly address: string; readonly agent: string }): string =>
  [address, shortAgent(agent)].filter(Boolean).join(' · ')
