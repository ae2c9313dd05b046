import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Usage, type UsageOptions } from '@/gateway/usage/usage'
import { leftoverFolders } from '@/gateway/usage/usage-folders'

const LOOK_MILLISECONDS = 1_000

interface Leftover {
  readonly folder: string
  readonly usage: Usage
}

export interface LeftoverUsageOptions extends Omit<UsageOptions, 'folder'> {
  readonly dataFolder: string
  /** Folders that this gateway's processes count into. */
  readonly inUse: readonly string[]
}

/** Takes to the portal what was counted in folders that nobody counts into any more. Each is left alone once that is done. */
export class LeftoverUsage {
  readonly #open: Set<Leftover>
  readonly #timer: NodeJS.Timeout
  #finishing: Promise<unknown> = Promise.resolve()

  private constructor(open: readonly Leftover[]) {
    this.#open = new Set(open)
    this.#timer = setInterval(() => this.#look(), LOOK_MILLISECONDS)
  }

  /** Nobody else may write to these folders meanwhile. */
  static async start({ dataFolder, inUse, ...options }: LeftoverUsageOptions): Promise<LeftoverUsage> {
    const folders = leftoverFolders(dataFolder, inUse)
    return new LeftoverUsage(
      await Promise.all(folders.map(async (folder) => ({ folder, usage: await Usage.start({ ...options, folder }) }))),
    )
  }

  #look(): void {
    const done = [...this.#open].filter(({ usage }) => usage.isDelivered)
    for (const leftover of done) this.#open.delete(leftover)
    this.#finishing = Promise.all([this.#finishing, ...done.map(finish)])
    if (this.#open.size === 0) clearInterval(this.#timer)
  }

  /** Never fails; what is not delivered by then is delivered after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all([this.#finishing, ...[...this.#open].map(({ usage }) => usage.stop())])
  }
}

/** Without its sign of life the folder says that nothing was ever counted there, and no later kill is mistaken for a loss of it. */
async function finish({ folder, usage }: Leftover): Promise<void> {
  await usage.stop()
  await rm(join(folder, 'alive'), { force: true }).catch(() => undefined)
}
