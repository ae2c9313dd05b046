import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runFolder } from '@/e2e/ground/run-folder'
import { CHECKOUT } from '@/scripts/places.mjs'

const file = () => join(runFolder(), 'queries.jsonl')

/** What makes a portal count its statements: `count-queries.mjs`, loaded before it. */
export const countingQueries = () => ({
  NODE_OPTIONS: `--import=${pathToFileURL(join(CHECKOUT, 'e2e/ground/count-queries.mjs')).href}`,
  AURA_E2E_QUERIES: file(),
})

/** How many statements each answer to this request took so far. */
export function statementsOf(method: string, path: string): number[] {
  return readFileSync(file(), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { method: string; path: string; statements: number })
    .filter((request) => request.method === method && request.path === path)
    .map(({ statements }) => statements)
}
