interface VerdictKind {
  readonly status: 200 | 401 | 403 | 404 | 429 | 503
  /** RFC 6750 §3.1 error of `WWW-Authenticate`; absent where no credentials were given, or where the scheme has no word for it. */
  readonly error?: 'invalid_token' | 'insufficient_scope'
  readonly title: string
  readonly sentence: string
}

/** The gateway's closed list of answers. */
export const VERDICTS = {
  accepted: { status: 200, title: 'Accepted', sentence: 'The key opens this app.' },
  missing: { status: 401, title: 'No API key', sentence: 'Send the API key as “Authorization: Bearer …”.' },
  malformed: {
    status: 401,
    error: 'invalid_token',
    title: 'Malformed key',
    sentence: 'This is not an API key in its one spelling. Was it cut short or changed on the way?',
  },
  bad_signature: {
    status: 401,
    error: 'invalid_token',
    title: 'Bad signature',
    sentence: 'This key was not issued here.',
  },
  unknown_issuer: {
    status: 401,
    error: 'invalid_token',
    title: 'Unknown issuer',
    sentence: 'This key belongs to another organization or installation.',
  },
  wrong_app: {
    status: 401,
    error: 'invalid_token',
    title: 'Wrong app',
    sentence: 'This key opens another app, and nothing else.',
  },
  expired: { status: 401, error: 'invalid_token', title: 'Expired', sentence: 'This key has expired.' },
  revoked: { status: 401, error: 'invalid_token', title: 'Revoked', sentence: 'This key was revoked.' },
  disabled: { status: 401, error: 'invalid_token', title: 'Disabled', sentence: 'This key is disabled.' },
  orphaned: { status: 401, error: 'invalid_token', title: 'Orphaned', sentence: 'This key lost its owner or its app.' },
  insufficient_scope: {
    status: 403,
    error: 'insufficient_scope',
    title: 'Insufficient scope',
    sentence: 'This key does not have the scope that is needed here.',
  },
  provider_off: { status: 403, title: 'API keys are off', sentence: 'This app accepts no API keys at the moment.' },
  wrong_address: {
    status: 403,
    title: 'Wrong address',
    sentence: 'This key may not be used from this network address.',
  },
  rate_limited: { status: 429, title: 'Too many requests', sentence: 'Too many requests. Try again later.' },
  unknown_app: { status: 404, title: 'Unknown app', sentence: 'There is no app at this address.' },
  status_stale: {
    status: 503,
    title: 'Status not fresh',
    sentence: 'This gateway has not heard from the portal for too long, and refuses until it does.',
  },
} as const satisfies Record<string, VerdictKind>

export type Verdict = keyof typeof VERDICTS
export type Refusal = Exclude<Verdict, 'accepted'>
