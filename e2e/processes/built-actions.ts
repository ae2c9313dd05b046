import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKOUT } from '@/scripts/places.mjs'

/** A server action of the built portal: what its manifest says of it, and what its file does. */
export interface BuiltAction {
  readonly id: string
  /** The name under which its file exports it. */
  readonly name: string
  /** Its first argument is an organization. */
  readonly takesOrganization: boolean
  /** The operation that it runs at once; undefined when there is something else in between. */
  readonly operation: string | undefined
  /** It takes several inputs of its operation at once. */
  readonly onEach: boolean
  /** A page that has it. */
  pageIn(organizationSlug: string): string
}

let known: readonly BuiltAction[] | undefined

/** Read once: what is tested is not built anew meanwhile. */
export function builtActions(): readonly BuiltAction[] {
  known ??= readActions()
  return known
}

export function builtAction(name: string): BuiltAction {
  const [action, ...others] = builtActions().filter((each) => each.name === name)
  if (!action || others.length > 0) throw new Error(`The built portal has ${others.length + 1} server actions ${name}`)
  return action
}

function readActions(): readonly BuiltAction[] {
  const { node } = JSON.parse(readFileSync(join(CHECKOUT, '.next/server/server-reference-manifest.json'), 'utf8')) as {
    node: Record<string, { exportedName: string; filename: string; workers: Record<string, unknown> }>
  }
  return Object.entries(node).map(([id, { exportedName: name, filename, workers }]) => {
    const text = readFileSync(join(CHECKOUT, filename), 'utf8')
    const [, written = ''] =
      new RegExp(`^(export (?:const|async function) ${name}\\b[^]*?)(?=^export |(?![^]))`, 'm').exec(text) ?? []
    const [, onEach, operation] = /\brunAction(OnEach)?\((\w+),/.exec(written) ?? []
    const [worker = ''] = Object.keys(workers)
    return {
      id,
      name,
      takesOrganization: /\(\s*organization: string/.test(written),
      operation,
      onEach: onEach !== undefined,
      pageIn: (organizationSlug) => pathOf(worker, organizationSlug),
    }
  })
}

/** What stands for a service has to be one; which app it is plays no part for an action. */
const pathOf = (worker: string, organizationSlug: string) =>
  worker
    .replace(/^app/, '')
    .replace(/\/page$/, '')
    .replaceAll(/\/\([^)]*\)/g, '')
    .replace('[organization]', organizationSlug)
    .replace('[service]', 'cloud-functions')
    .replaceAll(/\[[^\]]*\]/g, 'any')
