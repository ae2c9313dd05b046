/**
 * No page says anything in words of its own: they stand in the catalogue, where they can be read beside each other and said
 * in another language. Shown to fire on lines that must not pass, and to let through what is no word.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { CHECKOUT } from './places.mjs'
import { wordsInPage } from './words-in-pages.mjs'

/** What browsers and languages are called, and programs to copy: none of it is said otherwise in another language. */
const NAMES_AND_PROGRAMS = ['components/apps/snippets.ts', 'components/usage/short-agent.ts']

const sources = ['app', 'components'].flatMap((room) =>
  readdirSync(join(CHECKOUT, room), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/(?:\.test|^route)\.tsx?$/.test(entry.name))
    .map((entry) => relative(CHECKOUT, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !NAMES_AND_PROGRAMS.includes(path)),
)
const found = sources.flatMap((path) =>
  wordsInPage(path, readFileSync(join(CHECKOUT, path), 'utf8')).map((word) => ({ path, ...word })),
)
const problems = [
  ...found.map(({ path, line, text }) => `${path}:${line} says “${text.replace(/\s+/g, ' ')}” itself`),
  ...silentOrLoud(),
]
for (const problem of problems) console.error(problem)
if (problems.length > 0) {
  console.error('Words stand in lib/core/words/en, and pages take them from @/words (docs/architecture.md, "Words").')
  process.exit(1)
}
console.log(`${sources.length} files say nothing of their own`)

/** The check itself, tried: what must not pass, and what must. */
function silentOrLoud() {
  const said = [
    '<p>Nothing here yet</p>',
    '<p>Owned by {name}</p>',
    "<p>{busy ? 'Saving' : 'Save'}</p>",
    '<button aria-label="close">×</button>',
    '<Field label={`Key of ${name}`} />',
    '<Part heading={shown && "all"} />',
    "toast({ title: 'saved' })",
    "const columns = ['Name', 'Owner']",
    'const sentence = `${count} keys are orphaned`',
  ]
  const unsaid = [
    '<p className="flex items-center gap-2">{words.none}</p>',
    '<input type="email" name="email" autoComplete="username" />',
    '<code>npm run gateway</code>',
    "import { Nothing } from '@/components/Nothing here'",
    "throw new Error('useViewer stands outside of its pages')",
    "if (event.key === 'Escape') close()",
    "const style = cva('rounded-md border', { variants: { tone: { good: 'text-good fill-good' } } })",
    '<p>{count} · {"–"}</p>',
  ]
  const fires = (line) => wordsInPage('line.tsx', line).length > 0
  return [
    ...said.filter((line) => !fires(line)).map((line) => `The check does not fire on ${line}`),
    ...unsaid.filter(fires).map((line) => `The check fires on ${line}`),
  ]
}
