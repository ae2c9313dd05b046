/** Something that is made once, with a file that says it is whole; what was interrupted is made again. */
import { existsSync, writeFileSync } from 'node:fs'

/** @param {{ make: () => Promise<void>, present: () => Promise<void> }} work `present` runs instead when it was made before */
export async function makeWhenMissing(marker, { make, present }) {
  if (existsSync(marker)) return present()
  await make()
  writeFileSync(marker, `${new Date().toISOString()}\n`)
}
