import { describe, expect, it } from 'vitest'
import { KEY_STATUSES, type KeyFacts, type KeyStatus, statusOf } from '@/lib/core/api-key'
import { type KeyClaims, statusReference } from '@/lib/core/claims'
import { type JudgeFacts, judge } from '@/lib/core/judge'
import { STATUS_VALUES, statusValueOf } from '@/lib/core/status-value'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

const ISSUER = 'https://portal.example/o/acme'
const NOW_SECONDS = 1_793_700_000
const CLAIMS: KeyClaims = {
  iss: ISSUER,
  aud: 'app_1',
  sub: 'mem_1',
  jti: 'key_1',
  iat: NOW_SECONDS - 100,
  exp: NOW_SECONDS + 100,
  scope: 'invoke report',
  org: 'org_1',
  env: 'production',
  status: statusReference(ISSUER, 7),
}
const FACTS: JudgeFacts = {
  fresh: true,
  app: { id: 'app_1', providerEnabled: true, deleted: false },
  signingKeyRevoked: false,
  status: STATUS_VALUES.valid,
  endsAtSeconds: undefined,
  requiredScopes: [],
  addressAllowed: true,
  nowSeconds: NOW_SECONDS,
}

const TABLE: readonly (readonly [string, Verdict, Partial<JudgeFacts>, Partial<KeyClaims>?])[] = [
  ['nothing against it', 'accepted', {}],
  ['a status that is not fresh', 'status_stale', { fresh: false }],
  ['no app at that address', 'unknown_app', { app: undefined }],
  ['another app', 'wrong_app', {}, { aud: 'app_2' }],
  [
    'another app, which is deleted',
    'unknown_app',
    { app: { id: 'app_1', providerEnabled: true, deleted: true } },
    { aud: 'app_2' },
  ],
  [
    'its own app, deleted, before its status was heard of',
    'orphaned',
    { app: { id: 'app_1', providerEnabled: true, deleted: true } },
  ],
  ['a revoked signing key', 'revoked', { signingKeyRevoked: true }],
  ['a position never given out', 'bad_signature', { status: undefined }],
  ['revoked', 'revoked', { status: STATUS_VALUES.revoked }],
  ['orphaned', 'orphaned', { status: STATUS_VALUES.orphaned }],
  ['disabled', 'disabled', { status: STATUS_VALUES.disabled }],
  ['the second before its ending', 'accepted', { endsAtSeconds: NOW_SECONDS + 1 }],
  ['its ending', 'revoked', { endsAtSeconds: NOW_SECONDS }],
  ['the second before its expiry', 'accepted', {}, { exp: NOW_SECONDS + 1 }],
  ['its expiry second', 'expired', {}, { exp: NOW_SECONDS }],
  ['provider off', 'provider_off', { app: { id: 'app_1', providerEnabled: false, deleted: false } }],
  ['a scope that it has', 'accepted', { requiredScopes: ['report'] }],
  ['a scope that it has not', 'insufficient_scope', { requiredScopes: ['admin'] }],
  ['two scopes that it has', 'accepted', { requiredScopes: ['report', 'invoke'] }],
  ['one of two scopes', 'insufficient_scope', { requiredScopes: ['report', 'admin'] }],
  ['a wrong address', 'wrong_address', { addressAllowed: false }],
  ['a wrong address and a missing scope', 'wrong_address', { addressAllowed: false, requiredScopes: ['admin'] }],
  ['a part of a scope that it has', 'insufficient_scope', { requiredScopes: ['rep'] }],
  ['two of its scopes as one', 'insufficient_scope', { requiredScopes: ['invoke report'] }],
  ['an empty scope asked for', 'insufficient_scope', { requiredScopes: [''] }],
]

describe('the judgement', () => {
  it.each(TABLE.map(([name, verdict, facts, claims = {}]) => [name, verdict, facts, claims] as const))(
    'of a key with %s is %s',
    (_, verdict, facts, claims) => {
      expect(judge({ ...CLAIMS, ...claims }, { ...FACTS, ...facts })).toBe(verdict)
    },
  )

  it('never expires a key that has no expiry', () => {
    const { exp: _, ...claims } = CLAIMS
    expect(judge(claims, { ...FACTS, nowSeconds: Number.MAX_SAFE_INTEGER })).toBe('accepted')
  })

  const VERDICT_OF_STATUS = {
    active: 'accepted',
    disabled: 'disabled',
    expired: 'expired',
    orphaned: 'orphaned',
    revoked: 'revoked',
  } as const satisfies Record<KeyStatus, Verdict>

  it('of every combination of facts is what statusOf says, so that portal and gateway never differ', () => {
    const now = new Date(NOW_SECONDS * 1000)
    const seen = new Set<KeyStatus>()
    for (let bits = 0; bits < 2 ** 6; bits += 1) {
      const has = (bit: number) => (bits & (1 << bit)) !== 0
      const key: KeyFacts = {
        revokedAt: has(0) ? now : null,
        departureId: has(1) ? 'dep_1' : null,
        appDeletedAt: has(2) ? now : null,
        disabledAt: has(3) ? now : null,
        expiresAt: new Date((NOW_SECONDS + (has(4) ? 0 : 60)) * 1000),
        endsAt: has(5) ? now : new Date((NOW_SECONDS + 60) * 1000),
      }
      const status = statusOf(key, now)
      seen.add(status)
      const verdict = judge(
        { ...CLAIMS, exp: (key.expiresAt as Date).getTime() / 1000 },
        {
          ...FACTS,
          app: { id: 'app_1', providerEnabled: true, deleted: has(2) },
          // The ending is known beforehand: nobody has to say so again when it comes.
          status: statusValueOf(statusOf({ ...key, endsAt: null }, now)),
          endsAtSeconds: (key.endsAt as Date).getTime() / 1000,
        },
      )
      expect(verdict).toBe(VERDICT_OF_STATUS[status])
    }
    expect(seen).toEqual(new Set(KEY_STATUSES))
  })
})

describe('the verdicts', () => {
  it('are the closed list of the gateway, each with its status and its word of RFC 6750', () => {
    expect(
      Object.entries(VERDICTS).map(([verdict, kind]) => [verdict, kind.status, 'error' in kind ? kind.error : null]),
    ).toEqual([
      ['accepted', 200, null],
      ['missing', 401, null],
      ['malformed', 401, 'invalid_token'],
      ['bad_signature', 401, 'invalid_token'],
      ['unknown_issuer', 401, 'invalid_token'],
      ['wrong_app', 401, 'invalid_token'],
      ['expired', 401, 'invalid_token'],
      ['revoked', 401, 'invalid_token'],
      ['disabled', 401, 'invalid_token'],
      ['orphaned', 401, 'invalid_token'],
      ['insufficient_scope', 403, 'insufficient_scope'],
      ['provider_off', 403, null],
      ['wrong_address', 403, null],
      ['rate_limited', 429, null],
      ['unknown_app', 404, null],
      ['status_stale', 503, null],
    ])
  })
})
