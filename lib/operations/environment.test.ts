import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { TrustedProxies } from '@/lib/inbound/trusted-proxies'
import { readEnvironment } from '@/lib/operations/environment'

const folder = mkdtempSync(join(tmpdir(), 'environment-'))
afterAll(() => rmSync(folder, { recursive: true }))
const secretKey = randomBytes(32).toString('base64url')
const fileOf = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const GOOD = {
  DATABASE_URL: 'postgresql://aura:a-database-password@db.internal/aura',
  AURA_PUBLIC_URL: 'https://keys.example.com/',
  AURA_GATEWAY_URL: 'https://apps.example.com',
  AURA_SESSION_SECRET: 'a session secret of 32 characters',
  AURA_KEK_FILE: fileOf('kek', JSON.stringify({ kty: 'oct', kid: 'k', k: secretKey })),
}
const complaint = (env: Record<string, string | undefined>): string => {
  try {
    readEnvironment(env)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('the environment', () => {
  test('that is complete is read, with what it leaves out', () => {
    expect(readEnvironment(GOOD)).toMatchObject({
      publicUrl: 'https://keys.example.com',
      terms: 'aura',
      stalenessSeconds: 900,
      renewSeconds: 5,
      trustedProxies: expect.any(TrustedProxies),
      outboundAllow: [],
    })
    expect(
      readEnvironment({
        ...GOOD,
        AURA_TERMS: 'container',
        AURA_MAX_STALENESS: '6',
        AURA_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8',
        AURA_OUTBOUND_ALLOW: '10.1.0.0/16, 127.0.0.1',
      }),
    ).toMatchObject({
      terms: 'container',
      stalenessSeconds: 6,
      renewSeconds: 2,
      trustedProxies: expect.any(TrustedProxies),
      outboundAllow: ['10.1.0.0/16', '127.0.0.1'],
    })
  })

  test('has a mail server and whom mails come from, or neither', () => {
    const mail = {
      SMTP_URL: 'smtps://keys:a-mail-password@mail.example.com',
      AURA_MAIL_FROM: 'Aura <keys@example.com>',
    }
    expect(readEnvironment(GOOD).mail).toBeNull()
    expect(readEnvironment({ ...GOOD, ...mail }).mail).toEqual({ smtpUrl: mail.SMTP_URL, from: mail.AURA_MAIL_FROM })
    for (const wrong of [
      { SMTP_URL: mail.SMTP_URL },
      { AURA_MAIL_FROM: mail.AURA_MAIL_FROM },
      { ...mail, SMTP_URL: 'https://keys:a-mail-password@mail.example.com' },
      { ...mail, AURA_MAIL_FROM: 'Aura' },
      { ...mail, AURA_MAIL_FROM: 'a@b.test\r\nBcc: c@d.test' },
      { ...mail, AURA_MAIL_FROM: 'a@b.test, c@d.test' },
    ]) {
      expect(complaint({ ...GOOD, ...wrong })).toMatch(/SMTP_URL|AURA_MAIL_FROM/)
      expect(complaint({ ...GOOD, ...wrong })).not.toContain('a-mail-password')
    }
  })

  test('that is empty names everything that it needs, at once', () => {
    const message = complaint({})
    for (const name of Object.keys(GOOD)) expect(message).toContain(name)
  })

  test('that is wrong everywhere says so of each, at once, and shows no secret', () => {
    const message = complaint({
      DATABASE_URL: ' ',
      AURA_PUBLIC_URL: 'keys.example.com',
      AURA_GATEWAY_URL: 'ftp://apps.example.com',
      AURA_SESSION_SECRET: 'short but secret',
      AURA_KEK_FILE: fileOf('broken', `{"kty":"oct","kid":"k","k":"${secretKey}x"}`),
      AURA_TERMS: 'nonsense',
      AURA_MAX_STALENESS: '1.5',
      AURA_RENEW: '0',
      AURA_TRUSTED_PROXIES: '10.0.0.0/8, 10/8',
      AURA_OUTBOUND_ALLOW: '10/8',
    })
    const optional = ['AURA_TERMS', 'AURA_MAX_STALENESS', 'AURA_RENEW', 'AURA_TRUSTED_PROXIES', 'AURA_OUTBOUND_ALLOW']
    for (const name of [...Object.keys(GOOD), ...optional]) expect(message).toContain(name)
    for (const secret of ['short but secret', secretKey.slice(0, 12)]) expect(message).not.toContain(secret)
  })

  test('says what to do about a database that is another kind of thing, and does not quote its password', () => {
    const message = complaint({ ...GOOD, DATABASE_URL: 'mysql://aura:a-database-password@db.internal/aura' })
    expect(message).toContain('DATABASE_URL is not the address of your Postgres, such as postgresql://')
    expect(message).not.toContain('a-database-password')
  })

  test.each([
    ['is not JSON', `not json ${secretKey}`],
    ['is JSON of something else', `["${secretKey}"]`],
    ['has a key that is too short', `{"kty":"oct","kid":"k","k":"${secretKey.slice(0, 20)}"}`],
  ])('whose file of the key-encryption key %s is refused without quoting it', (_, content) => {
    const message = complaint({ ...GOOD, AURA_KEK_FILE: fileOf('other', content) })
    expect(message).toContain('AURA_KEK_FILE')
    expect(message).not.toContain(secretKey.slice(0, 12))
  })

  test('with the key itself where its file belongs does not print it', () => {
    const message = complaint({ ...GOOD, AURA_KEK_FILE: secretKey })
    expect(message).toContain('AURA_KEK_FILE')
    expect(message).not.toContain(secretKey)
  })
})
