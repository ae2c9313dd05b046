import { describe, expect, it } from 'vitest'
import { createLog } from '@/gateway/log'
import { makeOrganization } from '@/gateway/testing/organization'

describe('the log', () => {
  it('holds no key and no token, wherever they come from', async () => {
    const organization = await makeOrganization()
    const key = await organization.mint(organization.app('a', 'https://a.test'), 1)
    const token = `agt_${'b'.repeat(43)}`
    const upstreamSecret = `aus_${'c'.repeat(43)}`
    let lines = ''
    const log = createLog('trace', {
      write(line) {
        lines += line
      },
    })
    log.info({ [key]: key, nested: { list: [`x${key}y`, token] } }, `${key} ${token}`)
    log.error(new Error(`about ${key.slice(0, 120)}`))
    log.child({ token, upstreamSecret }).warn(`child ${upstreamSecret}`)
    for (const secret of [key, key.slice(60, 100), token, 'bbbbbbbb', 'cccccccc']) expect(lines).not.toContain(secret)
    expect(lines).toContain('[key removed]')
    for (const line of lines.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
  })
})
