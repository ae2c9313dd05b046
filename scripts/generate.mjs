/** Generates the Prisma client, without the engine binary that Prisma would download. */
import { makeWhenChanged } from './input-stamp.mjs'
import { runNode } from './run-node.mjs'

export function generateClient() {
  return makeWhenChanged({
    stamp: 'lib/db/generated/stamp.txt',
    inputs: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
    outputs: ['lib/db/generated/client.ts'],
    async make() {
      const { code, output } = await runNode(['node_modules/prisma/build/index.js', 'generate'], {
        environment: {
          ...process.env,
          // Generating never runs the engine, it only insists that the file exists; any executable will do.
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          CHECKPOINT_DISABLE: '1',
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
        },
      })
      if (code !== 0) throw new Error(`prisma generate failed:\n${output}`)
    },
  })
}
