/**
 * Loaded into the portal of the browser tests, before it: counts the statements that each request sends to Postgres, and writes one line
 * for each request that has ended into the file of AURA_E2E_QUERIES. The product has no part in it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { appendFile } from 'node:fs'
import pg from 'pg'

const requests = new AsyncLocalStorage()

subscribe('http.server.request.start', ({ request, response }) => {
  const counted = { method: request.method, path: request.url, statements: 0 }
  requests.enterWith(counted)
  response.once('close', () => {
    if (counted.statements > 0) appendFile(process.env.AURA_E2E_QUERIES, `${JSON.stringify(counted)}\n`, () => {})
  })
})

const { query } = pg.Client.prototype
pg.Client.prototype.query = function counting(...args) {
  const counted = requests.getStore()
  if (counted) counted.statements += 1
  return query.apply(this, args)
}
