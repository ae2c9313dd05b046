/** `npm run new-kek`: a new key-encryption key, in front of those of the file. Only Node's built-ins: nothing has to be built for it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { putKeyInFront } from '../generated-secrets.mjs'
import { dataFolder } from '../places.mjs'

export async function run() {
  const file = process.env.AURA_KEK_FILE || join(dataFolder('start'), 'kek.json')
  if (!existsSync(file)) {
    throw new Error(
      `There is no key-encryption key in ${file} yet. Start the installation once with "npm start", or say where the file is with AURA_KEK_FILE or AURA_DATA_DIR.`,
    )
  }
  const kid = putKeyInFront(file)
  console.log(`“${kid}” stands in front in ${file}. Running portals take it up by themselves.

Back the file up, then seal everything with the new key:
  npm run reseal
Portals of other machines with a file of their own have to know the key as well: docs/operations.md, "Another key-encryption key".`)
  return 0
}
