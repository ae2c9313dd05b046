import { expect, test } from 'vitest'
import { csvDownload } from '@/lib/server/csv-download'

const HEAD = { name: 'keys', columns: ['name', 'number'] }

/** Pages without end, with how many were asked for and whether somebody said that they are not wanted any more. */
function endless() {
  const seen = { pages: 0, ended: false }
  async function* pages() {
    try {
      for (;;) {
        seen.pages += 1
        yield [['=page', seen.pages]]
      }
    } finally {
      seen.ended = true
    }
  }
  return { seen, file: csvDownload(HEAD, pages()) }
}

/** What was asked for without anybody reading would have been asked for by now. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a file is its columns and the rows of every page, safe to open in a spreadsheet, and kept nowhere on its way', async () => {
  const file = csvDownload(HEAD, [[['a,b', 1]], [], [['=1+1', 2]]])
  expect(await file.text()).toBe(`name,number\r\n"a,b",1\r\n'=1+1,2\r\n`)
  expect(Object.fromEntries(file.headers)).toEqual({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': 'attachment; filename="keys.csv"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
})

test('a page is asked for when its reader is there for it, and not before', async () => {
  const { seen, file } = endless()
  const reader = file.body?.getReader()
  await settled()
  expect(seen.pages).toBe(0)
  for (let taken = 0; taken < 5; taken += 1) {
    await reader?.read()
    await settled()
    // The first piece is the columns.
    expect(seen.pages).toBe(taken)
  }
})

test('no page is asked for once the reader has gone away', async () => {
  const { seen, file } = endless()
  const reader = file.body?.getReader()
  await reader?.read()
  await reader?.read()
  await reader?.cancel()
  expect(seen).toEqual({ pages: 1, ended: true })
})

test('a page that can’t be had breaks the file off, instead of ending it', async () => {
  async function* pages() {
    yield [['a', 1]]
    throw new Error('no more')
  }
  await expect(csvDownload(HEAD, pages()).text()).rejects.toThrow('no more')
})
