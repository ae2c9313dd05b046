import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemberActor } from '@/lib/core/actor'
import {
  type ApiKey,
  changeLimits,
  disable,
  enable,
  holdsPlace,
  KEY_STATUSES,
  KEY_TABS,
  type KeyFacts,
  type KeyStatus,
  revoke,
  statusOf,
  stopsAt,
} from '@/lib/core/api-key'
import { NO_LIMITS } from '@/lib/core/key-limits'

const NOW = new Date('2026-11-03T10:00:00Z')
const EARLIER = new Date('2026-11-01T10:00:00Z')
const LATER = new Date('2026-12-01T10:00:00Z')

/** Every combination of five facts and the status that PRODUCT "The life of a key" gives it; r revoked, o departure, a app deleted, d disabled, x expired. */
const STATUS_BY_FACTS: Readonly<Record<string, KeyStatus>> = {
  '-----': 'active',
  '----x': 'expired',
  '---d-': 'disabled',
  '---dx': 'disabled',
  '--a--': 'orphaned',
  '--a-x': 'orphaned',
  '--ad-': 'orphaned',
  '--adx': 'orphaned',
  '-o---': 'orphaned',
  '-o--x': 'orphaned',
  '-o-d-': 'orphaned',
  '-o-dx': 'orphaned',
  '-oa--': 'orphaned',
  '-oa-x': 'orphaned',
  '-oad-': 'orphaned',
  '-oadx': 'orphaned',
  'r----': 'revoked',
  'r---x': 'revoked',
  'r--d-': 'revoked',
  'r--dx': 'revoked',
  'r-a--': 'revoked',
  'r-a-x': 'revoked',
  'r-ad-': 'revoked',
  'r-adx': 'revoked',
  'ro---': 'revoked',
  'ro--x': 'revoked',
  'ro-d-': 'revoked',
  'ro-dx': 'revoked',
  'roa--': 'revoked',
  'roa-x': 'revoked',
  'road-': 'revoked',
  roadx: 'revoked',
}

const factsOf = (letters: string): KeyFacts => ({
  revokedAt: letters[0] === 'r' ? EARLIER : null,
  departureId: letters[1] === 'o' ? 'dep_1' : null,
  appDeletedAt: letters[2] === 'a' ? EARLIER : null,
  disabledAt: letters[3] === 'd' ? EARLIER : null,
  expiresAt: letters[4] === 'x' ? EARLIER : LATER,
  endsAt: null,
})

const OWNER: MemberActor = {
  kind: 'member',
  organizationId: 'org_1',
  membershipId: 'mem_1',
  userId: 'usr_1',
  role: 'owner',
}

const keyOf = (letters: string): ApiKey => ({
  ...factsOf(letters),
  id: 'key_1',
  organizationId: 'org_1',
  appId: 'app_1',
  ownerId: 'mem_2',
  type: 'user',
  subject: 'mem_2',
  name: 'nightly',
  note: null,
  scopes: ['invoke'],
  limits: NO_LIMITS,
  position: 0,
  signingKeyId: 'kid',
  hint: 'abcd',
  createdAt: EARLIER,
  createdById: 'mem_2',
  disabledById: null,
  revokedById: null,
  revocationReason: null,
  expiryRecordedAt: null,
  successorId: null,
  handedOverFromId: null,
})

describe('what a key is', () => {
  it.each(Object.entries(STATUS_BY_FACTS))('%s is %s', (letters, status) => {
    expect(statusOf(factsOf(letters), NOW)).toBe(status)
  })

  it('is decided for every combination of facts', () => {
    expect(Object.keys(STATUS_BY_FACTS)).toHaveLength(2 ** 5)
    expect(new Set(Object.values(STATUS_BY_FACTS))).toEqual(new Set(KEY_STATUSES))
  })

  it('is expired at its expiry second, not after it, and never without one', () => {
    const at = (expiresAt: Date | null, now: Date) => statusOf({ ...factsOf('-----'), expiresAt }, now)
    expect(at(NOW, new Date(NOW.getTime() - 1))).toBe('active')
    expect(at(NOW, NOW)).toBe('expired')
    expect(at(NOW, new Date(NOW.getTime() + 1))).toBe('expired')
    expect(at(null, new Date(8_640_000_000_000_000))).toBe('active')
  })

  it.each(Object.keys(STATUS_BY_FACTS))('%s is revoked from its ending on, whatever else it was', (letters) => {
    const ending = { ...factsOf(letters), endsAt: NOW }
    expect(statusOf(ending, new Date(NOW.getTime() - 1))).toBe(STATUS_BY_FACTS[letters])
    expect(statusOf(ending, NOW)).toBe('revoked')
  })

  it('stops at its ending or its expiry, whichever comes first', () => {
    expect(stopsAt({ endsAt: null, expiresAt: null })).toBeNull()
    expect(stopsAt({ endsAt: NOW, expiresAt: null })).toBe(NOW)
    expect(stopsAt({ endsAt: null, expiresAt: NOW })).toBe(NOW)
    expect(stopsAt({ endsAt: NOW, expiresAt: LATER })).toBe(NOW)
    expect(stopsAt({ endsAt: LATER, expiresAt: NOW })).toBe(NOW)
  })

  it('only gets worse with time', () => {
    const later = fc.date({ min: EARLIER, max: LATER, noInvalidDate: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(STATUS_BY_FACTS)),
        later,
        later,
        later,
        (letters, expiresAt, one, other) => {
          const facts = { ...factsOf(letters), expiresAt }
          const [first, second] = one <= other ? [one, other] : [other, one]
          const [before, after] = [statusOf(facts, first), statusOf(facts, second)]
          if (before !== after) expect([before, after]).toEqual(['active', 'expired'])
        },
      ),
    )
  })

  it('shows in exactly one tab', () => {
    expect(Object.values(KEY_TABS).flat().toSorted()).toEqual([...KEY_STATUSES].toSorted())
  })
})

describe('a name and a quota place', () => {
  it('is held until the key is revoked, replaced or recorded as expired', () => {
    const none = { revokedAt: null, successorId: null, expiryRecordedAt: null }
    expect(holdsPlace(none)).toBe(true)
    expect(holdsPlace({ ...none, revokedAt: NOW })).toBe(false)
    expect(holdsPlace({ ...none, successorId: 'key_2' })).toBe(false)
    expect(holdsPlace({ ...none, expiryRecordedAt: NOW })).toBe(false)
    // Expired but not recorded: the place is still taken, for the unique index reads stored columns only.
    expect(holdsPlace(keyOf('----x'))).toBe(true)
    expect(holdsPlace(keyOf('-oad-'))).toBe(true)
  })
})

describe('revoking', () => {
  it.each(Object.entries(STATUS_BY_FACTS))('%s, which is %s, ends in revoked or was so before', (letters, status) => {
    const revocation = revoke(keyOf(letters), OWNER, 'leaked', NOW)
    if (status === 'revoked')
      return expect(revocation).toEqual({ ok: false, failure: { code: 'api_key_already_revoked' } })
    if (!revocation.ok) throw new Error(revocation.failure.code)
    const { next, event } = revocation.value
    expect(next).toEqual({ ...keyOf(letters), revokedAt: NOW, revokedById: 'mem_1', revocationReason: 'leaked' })
    expect(statusOf(next, NOW)).toBe('revoked')
    expect(event).toEqual({
      type: 'api_key.revoked',
      appId: 'app_1',
      apiKeyId: 'key_1',
      before: { status },
      after: { status: 'revoked' },
      reason: 'leaked',
    })
  })

  it('leaves the reason out of the event when there is none, and the member when an operator did it', () => {
    const revocation = revoke(keyOf('-----'), { kind: 'operator', organizationId: 'org_1' }, null, NOW)
    if (!revocation.ok) throw new Error(revocation.failure.code)
    expect(revocation.value.event).not.toHaveProperty('reason')
    expect(revocation.value.next.revokedById).toBeNull()
  })
})

describe('changing the limits', () => {
  const limits = { rate: { requestsPerMinute: 60, burst: 10 }, addresses: ['10.1.0.0/16'] }

  it.each(Object.entries(STATUS_BY_FACTS))('%s, which is %s, is for keys that open something', (letters, status) => {
    const change = changeLimits(keyOf(letters), limits, NOW)
    if (status !== 'active' && status !== 'disabled')
      return expect(change).toEqual({ ok: false, failure: { code: 'api_key_not_limitable', params: { status } } })
    if (!change.ok) throw new Error(change.failure.code)
    expect(change.value).toEqual({
      next: { ...keyOf(letters), limits },
      event: {
        type: 'api_key.limits_changed',
        appId: 'app_1',
        apiKeyId: 'key_1',
        before: { limits: NO_LIMITS },
        after: { limits },
      },
    })
  })
})

describe('disabling and enabling', () => {
  it.each(Object.entries(STATUS_BY_FACTS))(
    '%s, which is %s, can be disabled only when active and enabled only when disabled',
    (letters, status) => {
      const disabling = disable(keyOf(letters), OWNER, NOW)
      const enabling = enable(keyOf(letters), NOW)
      expect(disabling.ok).toBe(status === 'active')
      expect(enabling.ok).toBe(status === 'disabled')
      if (!disabling.ok) expect(disabling.failure).toEqual({ code: 'api_key_not_active', params: { status } })
      if (!enabling.ok) expect(enabling.failure).toEqual({ code: 'api_key_not_disabled', params: { status } })
    },
  )

  it('gives back exactly what it took', () => {
    const disabling = disable(keyOf('-----'), OWNER, NOW)
    if (!disabling.ok) throw new Error(disabling.failure.code)
    expect(statusOf(disabling.value.next, NOW)).toBe('disabled')
    expect(disabling.value.next.disabledById).toBe('mem_1')
    const enabling = enable(disabling.value.next, NOW)
    expect(enabling.ok && enabling.value.next).toEqual(keyOf('-----'))
  })

  it('does not bring back a key that has expired meanwhile, and says so', () => {
    const enabling = enable(keyOf('---dx'), NOW)
    if (!enabling.ok) throw new Error(enabling.failure.code)
    expect(statusOf(enabling.value.next, NOW)).toBe('expired')
    expect(enabling.value.event.after).toEqual({ status: 'expired' })
  })
})
