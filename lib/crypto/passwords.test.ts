import { describe, expect, it } from 'vitest'
import { hashPassword, PasswordWorkRefused, verifyPassword } from '@/lib/crypto/passwords'

describe('a password', () => {
  it('is stored as argon2id at the agreed cost, salted, and verifies', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(other)
    expect(await verifyPassword(one, 'correct horse')).toBe(true)
    expect(await verifyPassword(one, 'correct horse ')).toBe(false)
    expect(await verifyPassword(one, 'Correct horse')).toBe(false)
    expect(await verifyPassword(one, '')).toBe(false)
  })

  it('is the same however its characters were composed', async () => {
    const stored = await hashPassword('caf\u00e9 \ufb01ne')
    expect(await verifyPassword(stored, 'cafe\u0301 fine')).toBe(true)
    expect(await verifyPassword(stored, 'cafe fine')).toBe(false)
  })

  it('takes as long for an account that is not there, and is never right', async () => {
    const stored = await hashPassword('correct horse')
    const fastest = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY }
    for (let round = 0; round < 7; round += 1) {
      for (const account of ['known', 'unknown'] as const) {
        const start = performance.now()
        expect(await verifyPassword(account === 'known' ? stored : null, 'a guess')).toBe(false)
        fastest[account] = Math.min(fastest[account], performance.now() - start)
      }
    }
    // Of the fastest of each, because the machine is shared. An answer without the work would be a thousand times faster.
    expect(fastest.unknown / fastest.known).toBeGreaterThan(0.5)
    expect(fastest.unknown / fastest.known).toBeLessThan(2)
  })

  it('is refused when too many are waiting, and everyone who was let in is answered', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 80 }, () => verifyPassword(null, 'a guess')))
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(refused).toHaveLength(80 - 2 - 64)
    for (const { reason } of refused) {
      expect(reason).toBeInstanceOf(PasswordWorkRefused)
      expect(reason).toMatchObject({ code: 'password_work_refused' })
    }
    expect(await verifyPassword(null, 'the place is free again')).toBe(false)
  }, 30_000)

  it('frees its place when the work fails', async () => {
    for (let round = 0; round < 5; round += 1) await expect(verifyPassword('not a hash', 'x')).rejects.toThrow()
    expect(await verifyPassword(null, 'x')).toBe(false)
  })
})
