import { describe, expect, it } from 'vitest'
import { KEY_PREFIX } from '@/lib/core/claims'
import { scrub } from '@/lib/core/scrub'

const random = (length: number, seed: number) =>
  Array.from(
    { length },
    (_, at) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[(at * at * 7 + at * 13 + seed) % 64],
  ).join('')
const header = `${KEY_PREFIX}${random(66, 3)}`
const payload = `eyJpc3MiOi${random(300, 11)}`
const signature = random(86, 29)
const key = `${header}.${payload}.${signature}`
const gatewayToken = `agt_${random(43, 5)}`
const webhookSecret = `whsec_${random(43, 23).replace('-', '+').replace('_', '/')}=`
const upstreamSecret = `aus_${random(43, 17)}`

const base64 = (text: string) => Buffer.from(text).toString('base64')
const wrapped = (text: string, width: number, by: string) =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join(by) ?? ''
const encoded = (text: string, percent = '%') =>
  [...text].map((character) => `${percent}${character.charCodeAt(0).toString(16)}`).join('')

/** The longest part of a secret that can still be read, as it is or decoded. */
function longestLeft(secret: string, text: string): number {
  let longest = 0
  for (let at = 0; at < secret.length; at += 1) {
    while (at + longest < secret.length && text.includes(secret.slice(at, at + longest + 1))) longest += 1
  }
  return longest
}

describe('a text that is fit for a log holds', () => {
  it.each([
    ['a whole key', key],
    ['a key that is cut short', key.slice(0, 140)],
    ['a key that is cut at its beginning', key.slice(100)],
    ['a signature alone', signature],
    ['a payload and a signature', `${payload}.${signature}`],
    ['a key in base64', base64(key)],
    ['a key and a name in base64', base64(`someone:${key}`)],
    ['a key in base64url', Buffer.from(key).toString('base64url')],
    ['a key in hexadecimal', Buffer.from(key).toString('hex')],
    ['a key whose dots are encoded', key.replaceAll('.', '%2E')],
    ['a key that is encoded throughout', encoded(key)],
    ['a key that is encoded twice', encoded(key, '%25')],
    ['a key of which every other character is encoded', [...key].map((c, at) => (at % 2 ? c : encoded(c))).join('')],
    ['a key over several header lines', wrapped(key, 40, '\r\n ')],
    ['a key over many short lines', wrapped(key, 10, '\n\t')],
    ['a key over several lines, written as JSON', JSON.stringify(wrapped(key, 40, '\r\n '))],
    ['base64 over several lines', wrapped(base64(key), 76, '\n')],
    ['a gateway’s token', gatewayToken],
    ['a gateway’s token, encoded', encoded(gatewayToken)],
    ['a gateway’s token in base64', base64(gatewayToken)],
    ['what a webhook is signed with', webhookSecret],
    ['what a webhook is signed with, encoded', encoded(webhookSecret)],
    ['what a webhook is signed with, in base64', base64(webhookSecret)],
    ['an upstream secret', upstreamSecret],
    ['an upstream secret, encoded', encoded(upstreamSecret)],
    ['an upstream secret in base64', base64(upstreamSecret)],
  ])('no %s', (_name, planted) => {
    for (const around of [
      ['', ''],
      ['/apps/x/', '?a=b'],
      ['Error: Bearer ', ' is not for you'],
      ['{"a":"', '"}'],
    ] as const) {
      const text = scrub(`${around[0]}${planted}${around[1]}`)
      const decoded = text
        .replace(/%(?:25)*([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replace(/\\[rnt]|\s/g, '')
      for (const secret of [signature, gatewayToken, upstreamSecret])
        for (const form of [secret, base64(secret), Buffer.from(secret).toString('hex')])
          expect(longestLeft(form, decoded), text).toBeLessThan(22)
    }
  })

  it.each([
    ['the link of a setup', 'https://p.test/setup?token=', random(43, 1)],
    ['the link of an invitation, within another link', '/sign-in?to=%2Finvitation%3Ftoken%3D', random(43, 1)],
    ['the password of a database', 'postgresql://aura:', 'correct-horse@db.internal/aura'],
  ])('not %s', (_name, before, secret) => {
    expect(scrub(`at ${before}${secret} today`)).not.toContain(secret)
  })

  it.each([
    'key_0190b3a4-5c1e-7f00-8a1b-0123456789ab',
    'req_AbCdEfGhIjKl0001',
    'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    `sha256 ${'0123456789abcdef'.repeat(4)} of the file`,
    'https://portal.example.com/o/demo/apps/sentiment/api-keys?tab=active&sort=-created',
    '    at Surface.handle (/srv/aura-portal/gateway/server.ts:118:24)',
    '/caf%C3%A9/%E3%82%A2%E3%82%A6%E3%83%A9%E3%83%9D%E3%83%BC%E3%82%BF%E3%83%AB%E3%82%A2%E3%82%A6%E3%83%A9',
    '{"level":30,"time":"2026-11-21T15:34:51.000Z","seq":12,"epoch":1,"msg":"Snapshot taken"}',
  ])('what is no secret, as it was: %s', (text) => {
    expect(scrub(text)).toBe(text)
  })

  it('whole JSON, when it was JSON', () => {
    const line = JSON.stringify({ [key]: wrapped(key, 40, '\r\n '), list: [base64(key), encoded(key), gatewayToken] })
    expect(() => JSON.parse(scrub(line))).not.toThrow()
  })
})
