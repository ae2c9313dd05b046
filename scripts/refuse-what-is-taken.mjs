/** Before a minute of building, not after it: whether the data folder and the ports can be had at all. */
import { currentHolder, FolderInUseError } from './data-folder-lock.mjs'
import { assertPortsFree } from './free-ports.mjs'
import { stopLeftovers } from './processes.mjs'

/** The folder is really taken later, by whoever starts its database; this look ahead only saves time. */
export async function refuseWhatIsTaken(dataDir, ports) {
  const holder = currentHolder(dataDir)
  if (holder) throw new FolderInUseError(dataDir, holder)
  await stopLeftovers(dataDir, console.log)
  await assertPortsFree(ports)
}
