/**
 * The demo's three apps, each doing a little real work: one server on loopback, each app below its own path. They answer
 * with what the gateway told them about the caller.
 */
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

export const STANDARD_PORT = 4100

const LONGEST_BODY_BYTES = 1024 * 1024

const WORK = {
  'resize-image'(query) {
    const [width, height, max] = [
      positive(query, 'width', 1600),
      positive(query, 'height', 1200),
      positive(query, 'max', 320),
    ]
    const scale = Math.min(1, max / Math.max(width, height))
    const side = (length) => Math.max(1, Math.round(length * scale))
    return {
      original: { width, height },
      thumbnail: { width: side(width), height: side(height) },
      scale: Number(scale.toFixed(4)),
    }
  },
  'sales-dashboard'() {
    const rows = SALES.map(([region, units, price]) => ({ region, units, revenue: units * price }))
    return { currency: 'EUR', rows, total: rows.reduce((sum, { revenue }) => sum + revenue, 0) }
  },
  sentiment(query) {
    const text = query.get('text') ?? 'What a wonderful day, but the coffee was bad.'
    const words = text.toLowerCase().match(/\p{Letter}+/gu) ?? []
    const hits = words.filter((word) => LEXICON.has(word)).map((word) => ({ word, weight: LEXICON.get(word) }))
    const sum = hits.reduce((total, { weight }) => total + weight, 0)
    const score = Number((sum / Math.sqrt(sum * sum + 15)).toFixed(4))
    return { text, score, label: score > 0.05 ? 'positive' : score < -0.05 ? 'negative' : 'neutral', hits }
  },
}

const SALES = [
  ['North', 120, 19],
  ['East', 84, 24],
  ['South', 203, 17],
  ['West', 156, 21],
]

const LEXICON = new Map([
  ...['good', 'nice', 'fine', 'happy', 'fast', 'useful', 'like'].map((word) => [word, 2]),
  ...['great', 'love', 'wonderful', 'excellent', 'best', 'delighted'].map((word) => [word, 3]),
  ...['bad', 'slow', 'sad', 'poor', 'broken', 'late', 'dislike'].map((word) => [word, -2]),
  ...['terrible', 'hate', 'awful', 'worst', 'horrible', 'useless'].map((word) => [word, -3]),
])

/** @returns {import('node:http').Server} not listening yet */
export function sampleApps() {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://app')
    const [, name = '', page = ''] = pathname.split('/')
    if (!Object.hasOwn(WORK, name)) return answer(response, 404, { error: 'There is no such sample app.' })
    if (page === 'healthz') return answer(response, 200, { app: name, ok: true })
    if (page === 'stream') return stream(name, request, response)
    if (page === 'echo') return echo(request, response)
    if (page !== '') return answer(response, 404, { app: name, error: 'This sample app has no such page.' })
    try {
      answer(response, 200, { app: name, result: WORK[name](searchParams), caller: callerOf(request.headers) })
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      answer(response, 400, { app: name, error: error.message })
    }
  })
}

/** Everything that the gateway says about the caller, and the user object that it encodes. */
function callerOf(headers) {
  const told = Object.entries(headers).filter(([header]) => header.startsWith('x-aura-'))
  const user = headers['x-aura-user']
  return { ...Object.fromEntries(told), user: user ? decodeUser(user) : null }
}

function decodeUser(text) {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

/** One event a second until either side closes, to show that a revoked key also ends what is open. */
function stream(name, request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  let number = 0
  const send = () => {
    number += 1
    response.write(
      `id: ${number}\nevent: tick\ndata: ${JSON.stringify({ app: name, number, at: new Date().toISOString() })}\n\n`,
    )
  }
  send()
  const timer = setInterval(send, 1000)
  response.on('close', () => clearInterval(timer))
  request.resume()
}

function echo(request, response) {
  if (Number(request.headers['content-length'] ?? 0) > LONGEST_BODY_BYTES) {
    request.resume()
    return answer(response, 413, { error: 'The body may have at most 1 MiB.' })
  }
  response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' })
  let length = 0
  request.on('data', (chunk) => {
    length += chunk.length
    if (length > LONGEST_BODY_BYTES) return response.destroy()
    if (!response.write(chunk)) request.pause()
  })
  response.on('drain', () => request.resume())
  request.on('end', () => response.end())
  request.on('error', () => response.destroy())
}

function positive(query, name, standard) {
  const text = query.get(name)
  if (text === null) return standard
  const number = Number(text)
  if (Number.isInteger(number) && number > 0 && number <= 100_000) return number
  throw new RangeError(`"${name}" must be a whole number from 1 to 100000.`)
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(`${JSON.stringify(body, null, 2)}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const port = Number(process.env.SAMPLE_APPS_PORT || STANDARD_PORT)
  const server = sampleApps()
  server.on('error', (error) => {
    console.error(`The sample apps cannot listen on 127.0.0.1:${port}: ${error.message}`)
    process.exit(1)
  })
  server.listen(port, '127.0.0.1', () =>
    console.log(`the sample apps answer on http://127.0.0.1:${server.address().port}`),
  )
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      server.close()
      server.closeAllConnections()
    })
  }
}
