/** Prisma's own schema engine, as the WebAssembly that npm brings: no binary is downloaded. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { MigrationAdapterFactory } from './adapter.mjs'

/** The engine keeps its advisory lock until its connection closes, so use it only in a process that exits soon. */
export async function openEngine(connection, schemaFiles) {
  // Without this the engine's panics show up as "Cannot read properties of undefined".
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) }
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const binary = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm'))
  const { instance } = await WebAssembly.instantiate(await readFile(fileURLToPath(binary)), {
    './schema_engine_bg.js': bindings,
  })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings.SchemaEngine.new(
    { datamodels: schemaFiles.map(({ path, content }) => [path, content]), noColor: true },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new MigrationAdapterFactory(connection)),
  )
}

/** What the engine threw, without the trace through its own source that it appends. */
export function engineMessage(error) {
  const [message] = String(error?.message ?? error).split(/\n\s+0: /)
  return message.replace(/^external connector error\n/, '')
}
