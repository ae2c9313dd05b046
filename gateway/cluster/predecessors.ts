import { sleep } from '@/gateway/sleep'
import { workerFolders } from '@/gateway/usage/usage-folders'
import { type JournalInUse, lockJournal } from '@/lib/status/journal-lock'

const LOOK_MILLISECONDS = 100
const LONGEST_MILLISECONDS = 5_000

/** A worker of a primary that is gone still runs. */
class WorkerStillRuns extends Error {
  readonly code = 'journal_in_use'

  constructor(pid: number) {
    super(
      `a worker of the gateway that ran on this data folder before has not ended, process id ${pid}. It was stopped, or hangs; end it first (kill -9 ${pid})`,
    )
    this.name = 'WorkerStillRuns'
  }
}

/**
 * Workers end when their primary does, but one that hangs cannot. It would still judge by what it knew, under the name of
 * an instance that is about to acknowledge more than that: so nothing starts before it is gone. Throws when it stays.
 */
export async function untilPredecessorsAreGone(dataFolder: string): Promise<void> {
  for (let waited = 0; ; waited += LOOK_MILLISECONDS) {
    const pid = predecessorOf(dataFolder)
    if (pid === undefined) return
    if (waited >= LONGEST_MILLISECONDS) throw new WorkerStillRuns(pid)
    await sleep(LOOK_MILLISECONDS, new AbortController().signal)
  }
}

function predecessorOf(dataFolder: string): number | undefined {
  for (const folder of workerFolders(dataFolder)) {
    try {
      lockJournal(folder).release()
    } catch (error) {
      if ((error as JournalInUse).code !== 'journal_in_use') throw error
      return (error as JournalInUse).pid
    }
  }
  return undefined
}
