import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where each process keeps what it has counted: a gateway of one process in `<data>/usage` itself, the workers of a
 * cluster in folders of their own below it. Each belongs to one process at a time.
 */
export function usageFolderOf(dataFolder: string, worker?: number): string {
  const folder = join(dataFolder, 'usage')
  return worker === undefined ? folder : join(folder, `worker-${worker}`)
}

/** Those of workers that have ever run on this data. */
export function workerFolders(dataFolder: string): string[] {
  const folder = usageFolderOf(dataFolder)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^worker-[1-9][0-9]*$/.test(name))
    .map((name) => join(folder, name))
}

/** Folders in which someone has counted, and nobody will: the number of processes was changed. */
export function leftoverFolders(dataFolder: string, inUse: readonly string[]): string[] {
  return [usageFolderOf(dataFolder), ...workerFolders(dataFolder)].filter(
    (folder) => !inUse.includes(folder) && existsSync(folder) && readdirSync(folder).some((name) => isOfSpool(name)),
  )
}

const isOfSpool = (name: string) => name === 'alive' || /^[0-9]{12}\.(?:log|sealed)$/.test(name)
