import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'
import { openTwoOrganizations } from '@/lib/operations/testing/two-organizations'
import { exportKeys } from '@/lib/server/export-keys'

const { sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const KEYS = 200_000
/** Far less than the file, far more than what a test around it leaves lying about. */
const MOST_BYTES = 16 * 2 ** 20

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heldBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

test('a file of 200,000 keys is written whole, in no more memory than its first pages take', async () => {
  await makeKey(zenith.developer, await makeApp(zenith.developer))
  const model = await makeKey(acme.developer, await makeApp(acme.developer))
  await sql(
    insertingCopies(
      'api_key',
      await sql(writableColumns('api_key')),
      `select (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || uuidv7(), 'name', 'key ' || n, 'position', 5000 + n))).*
       from api_key k, generate_series(1, ${KEYS - 1}) n where k.id = $1`,
    ),
    [model.id],
  )
  await sql('analyze')
  const file = await exportKeys(as(acme.owner), { within: { organization: true }, sort: 'name', descending: false })
  let [pieces, bytes, records, atFirst, most] = [0, 0, 0, 0, 0]
  for await (const piece of file.body ?? []) {
    pieces += 1
    bytes += piece.byteLength
    for (const byte of piece) if (byte === 0x0a) records += 1
    if (pieces === 10) atFirst = heldBytes()
    if (pieces % 50 === 0) most = Math.max(most, heldBytes())
  }
  expect(records).toBe(1 + KEYS)
  expect(bytes).toBeGreaterThan(2 * MOST_BYTES)
  expect(most - atFirst).toBeLessThan(MOST_BYTES)
})
