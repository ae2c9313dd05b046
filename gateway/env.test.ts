import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EnvironmentInvalid, readEnv } from '@/gateway/env'
import { temporaryFolder } from '@/gateway/testing/running-gateway'

const token = `agt_${'a'.repeat(43)}`
const good = { AURA_PORTAL_URL: 'https://portal.example.com/', AURA_GATEWAY_TOKEN: token }

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnv(variables)
  } catch (error) {
    if (error instanceof EnvironmentInvalid) return error.problems
    throw error
  }
  return []
}

describe('the environment of a gateway', () => {
  it('has a sensible default for everything but the portal and the token', () => {
    expect(readEnv(good)).toEqual({
      portalUrl: 'https://portal.example.com',
      token,
      host: '127.0.0.1',
      port: 4000,
      processes: 1,
      dataFolder: '.data/gateway',
      outboundAllow: [],
      trustedProxies: [],
      logLevel: 'info',
    })
  })

  it('is told what is wrong with it all at once', () => {
    expect(problemsOf({ AURA_GATEWAY_LISTEN: '4000', AURA_OUTBOUND_ALLOW: 'x', AURA_LOG_LEVEL: 'loud' })).toHaveLength(
      5,
    )
  })

  it.each([
    ['http://portal.example.com', false],
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['http://127.0.0.1.example.com', false],
    ['http://localhost.example.com', false],
    ['ftp://localhost', false],
    ['portal', false],
    ['https://user:pass@portal.example.com', false],
    ['https://portal.example.com/?x=1', false],
  ])('sends its token over TLS, or stays on this machine: %s', (url, isGood) => {
    expect(problemsOf({ ...good, AURA_PORTAL_URL: url }).length === 0).toBe(isGood)
  })

  it('takes the token from a file, and from one place only', () => {
    const folder = temporaryFolder()
    const path = join(folder.path, 'token')
    writeFileSync(path, `${token}\n`)
    expect(readEnv({ AURA_PORTAL_URL: good.AURA_PORTAL_URL, AURA_GATEWAY_TOKEN_FILE: path }).token).toBe(token)
    expect(problemsOf({ ...good, AURA_GATEWAY_TOKEN_FILE: path })).toHaveLength(1)
    expect(problemsOf({ AURA_PORTAL_URL: good.AURA_PORTAL_URL, AURA_GATEWAY_TOKEN_FILE: `${path}.none` })).toHaveLength(
      1,
    )
    folder.remove()
  })

  it.each([
    ['', 1],
    ['1', 1],
    ['8', 8],
    ['64', 64],
  ])('has as many processes as it is told: “%s”', (given, processes) => {
    expect(readEnv({ ...good, AURA_GATEWAY_PROCESSES: given }).processes).toBe(processes)
  })

  it.each(['0', '65', '-1', '2.5', 'auto', '1e1', ' 2'])('does not guess at “%s” processes', (given) => {
    expect(problemsOf({ ...good, AURA_GATEWAY_PROCESSES: given })).toEqual([
      expect.stringContaining('AURA_GATEWAY_PROCESSES must be a whole number from 1 to 64'),
    ])
  })

  it('names no token in its complaints', () => {
    expect(problemsOf({ ...good, AURA_GATEWAY_TOKEN: 'agt_secret' }).join()).not.toContain('secret')
  })

  it('trusts the proxies in its ranges, and refuses what is no range, each by name', () => {
    expect(readEnv({ ...good, AURA_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8,' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      'fd00::/8',
    ])
    expect(problemsOf({ ...good, AURA_TRUSTED_PROXIES: '10.0.0.0/8, 10.0.0.1, 10/8, everyone' })).toEqual([
      expect.stringContaining('“10.0.0.1” is not one'),
      expect.stringContaining('“10/8” is not one'),
      expect.stringContaining('“everyone” is not one'),
    ])
  })

  it.each([
    ['0.0.0.0:4000', { host: '0.0.0.0', port: 4000 }],
    ['[::]:0', { host: '::', port: 0 }],
    ['localhost:80', { host: 'localhost', port: 80 }],
  ])('listens where it is told: %s', (listen, expected) => {
    expect(readEnv({ ...good, AURA_GATEWAY_LISTEN: listen })).toMatchObject(expected)
  })

  it('has metrics nowhere but where it is told, and never at the port of the apps', () => {
    expect(readEnv(good).metricsListen).toBeUndefined()
    expect(readEnv({ ...good, AURA_METRICS_LISTEN: '127.0.0.1:9464' }).metricsListen).toEqual({
      host: '127.0.0.1',
      port: 9464,
    })
    for (const wrong of ['9464', 'all', '127.0.0.1:4000'])
      expect(problemsOf({ ...good, AURA_METRICS_LISTEN: wrong }), wrong).toEqual([
        expect.stringContaining('AURA_METRICS_LISTEN'),
      ])
  })

  it.each(['4000', ':4000', '::1:4000', '0.0.0.0:70000', '0.0.0.0:'])('does not guess at %s', (listen) => {
    expect(problemsOf({ ...good, AURA_GATEWAY_LISTEN: listen })).toHaveLength(1)
  })
})
