import { describe, expect, test } from 'vitest'
import type { WebhookSecretId } from '@/lib/core/identifiers'
import { signingSecrets, supersede, type WebhookSecret } from '@/lib/core/webhook'
import { ATTEMPT_LIMITS, judgeAnswer, LOST_MILLISECONDS, MOST_ATTEMPTS, nextAttemptAt } from '@/lib/core/webhook-answer'

const NOW = new Date('2026-11-21T12:00:00Z')
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000)
const secret = (id: string, createdAt: Date, endsAt: Date | null): WebhookSecret => ({
  id: `whs_${id}` as WebhookSecretId,
  organizationId: 'org_1',
  endpointId: 'whk_1',
  sealed: '',
  createdAt,
  endsAt,
})

describe('messages are signed', () => {
  test('by the secret in force first, and by the one before it until that ends, to the moment', () => {
    const old = secret('old', hours(-48), hours(0))
    const current = secret('current', hours(-24), null)
    const ids = (now: Date) => signingSecrets([old, current], now).map(({ id }) => id)
    expect(ids(new Date(NOW.getTime() - 1))).toEqual(['whs_current', 'whs_old'])
    expect(ids(NOW)).toEqual(['whs_current'])
  })

  test('by two secrets at most: a rotation gives the one in force a day, and ends an older one', () => {
    const old = secret('old', hours(-30), hours(5))
    const current = secret('current', hours(-19), null)
    const { ending, over } = supersede([old, current], NOW)
    expect(ending).toEqual({ ...current, endsAt: hours(24) })
    expect(over).toEqual([old])
  })
})

describe('an answer', () => {
  test.each([
    [200, 'sent'],
    [204, 'sent'],
    [299, 'sent'],
    [301, 'again'],
    [400, 'again'],
    [404, 'again'],
    [410, 'gone'],
    [429, 'again'],
    [500, 'again'],
    [199, 'again'],
  ] as const)('of %i means: %s', (status, judged) => {
    expect(judgeAnswer({ kind: 'answered', status })).toBe(judged)
  })

  test('that does not come is waited for again', () => {
    expect(judgeAnswer({ kind: 'unanswered', reason: 'too_slow' })).toBe('again')
    expect(ATTEMPT_LIMITS.connectMilliseconds).toBeLessThan(ATTEMPT_LIMITS.wholeMilliseconds)
    // Else a message would be sent a second time while it is still under way.
    expect(ATTEMPT_LIMITS.wholeMilliseconds * 2).toBeLessThan(LOST_MILLISECONDS)
  })
})

test('a message is tried for about a day, ever more rarely, then never again', () => {
  const waits = (random: number) =>
    Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => {
      const at = nextAttemptAt(index + 1, NOW, random)
      return at ? (at.getTime() - NOW.getTime()) / 1_000 : 0
    })
  const day = 86_400
  for (const random of [0, 0.5, 0.999]) {
    const all = waits(random)
    expect(all).toEqual([...all].sort((one, other) => one - other))
    const whole = all.reduce((sum, wait) => sum + wait, 0)
    expect(whole).toBeGreaterThan(0.8 * day)
    expect(whole).toBeLessThan(1.3 * day)
  }
  expect(waits(0)[0]).toBeLessThan(waits(1)[0] as number)
  expect(nextAttemptAt(MOST_ATTEMPTS, NOW, 0.5)).toBeNull()
})
