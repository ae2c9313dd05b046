import { readdirSync, readFileSync } from 'node:fs'
import type { Row } from '@/lib/operations/testing/role-matrix/row'

const FOLDER = 'lib/operations'
const VERB = /^export const (\w+)[^=\n]* = (?:change|read)\(/gm

/** Every verb of people, by its name, as the files of the operations say: one that is added is found here. */
export async function operationsOfPeople(): Promise<ReadonlyMap<string, Row['operation']>> {
  const found = new Map<string, Row['operation']>()
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
    const names = [...readFileSync(`${FOLDER}/${file}`, 'utf8').matchAll(VERB)].map(([, name = '']) => name)
    if (names.length === 0) continue
    const verbs: Record<string, Row['operation']> = await import(`../../${file.slice(0, -'.ts'.length)}.ts`)
    for (const name of names) found.set(name, verbs[name] as Row['operation'])
  }
  return found
}
