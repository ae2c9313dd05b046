import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleApps } from './sample-apps.mjs'

const server = sampleApps()
let base: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

const get = async (path: string, headers = {}) => {
  const response = await fetch(base + path, { headers })
  return { status: response.status, body: await response.json() }
}

it('each does its work and tells what the gateway said about the caller', async () => {
  const user = Buffer.from(JSON.stringify({ id: 'mem_1', type: 'normal' })).toString('base64url')
  const resized = await get('/resize-image/?width=1600&height=1200&max=320', {
    'x-aura-user': user,
    'x-aura-scope': 'invoke',
  })
  expect(resized.body.result.thumbnail).toEqual({ width: 320, height: 240 })
  expect(resized.body.caller).toMatchObject({ 'x-aura-scope': 'invoke', user: { id: 'mem_1', type: 'normal' } })
  expect((await get('/sales-dashboard')).body.result.total).toBe(11_023)
  expect((await get('/sentiment?text=I%20love%20this')).body.result).toMatchObject({ label: 'positive' })
  expect((await get('/sentiment?text=Late%20and%20broken')).body.result).toMatchObject({ label: 'negative' })
})

it('answers bad input with a sentence', async () => {
  expect(await get('/resize-image/?width=-1')).toMatchObject({
    status: 400,
    body: { error: '"width" must be a whole number from 1 to 100000.' },
  })
  expect(await get('/nothing')).toMatchObject({ status: 404 })
  expect(await get('/sentiment', { 'x-aura-user': 'no json' })).toMatchObject({
    status: 200,
    body: { caller: { user: null } },
  })
})

it('echoes a body, and streams until one side closes', async () => {
  const echoed = await fetch(`${base}/sentiment/echo`, { method: 'POST', body: 'to and fro' })
  expect(await echoed.text()).toBe('to and fro')
  const stop = new AbortController()
  const stream = await fetch(`${base}/sentiment/stream`, { signal: stop.signal })
  const { value } = (await stream.body?.getReader().read()) ?? {}
  expect(new TextDecoder().decode(value)).toMatch(/^id: 1\nevent: tick\ndata: \{"app":"sentiment","number":1,/)
  stop.abort()
})
