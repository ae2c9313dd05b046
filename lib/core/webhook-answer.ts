/** Why no answer came, and what to look at. */
export const UNANSWERED = {
  refused: 'Nothing accepts connections at that address.',
  unknown_host: 'The name in the address is not known: the portal’s machine can’t resolve it.',
  address_not_allowed:
    'The name leads to an address that this portal may not connect to, or may connect to by https only. Its operator can allow it (AURA_OUTBOUND_ALLOW).',
  certificate:
    'The certificate was not accepted: it has expired, is for another name, or is signed by someone that the portal’s machine does not know.',
  too_slow: 'No answer within 15 seconds.',
  broken_off: 'The connection was closed before an answer came.',
  not_http: 'What came back is no HTTP answer.',
  not_signed:
    'Nothing was sent: the signing secret can’t be opened with the keys that this portal has. Rotate it, or have an operator restore the key-encryption key.',
} as const satisfies Record<string, string>
export type Unanswered = keyof typeof UNANSWERED

/** How long an attempt may take, and how much of an answer is looked at. */
export const ATTEMPT_LIMITS = {
  connectMilliseconds: 5_000,
  wholeMilliseconds: 15_000,
  readBytes: 16_384,
  /** Of the answer, for the log. */
  keptBytes: 1_024,
} as const

export type Answer =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unanswered'; readonly reason: Unanswered }

/** 2xx is taken; 410 says that nobody wants any more (both by Standard Webhooks); anything else is tried again. */
export function judgeAnswer(answer: Answer): 'sent' | 'gone' | 'again' {
  if (answer.kind === 'unanswered') return 'again'
  if (answer.status >= 200 && answer.status < 300) return 'sent'
  return answer.status === 410 ? 'gone' : 'again'
}

/** How long after each attempt that failed the next one begins, in seconds: about a day in all. */
const RETRY_SECONDS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 25_200, 36_000] as const

/** After so many attempts a message has failed. */
export const MOST_ATTEMPTS = RETRY_SECONDS.length + 1

/**
 * When a message is tried again after so many attempts; null when that was the last. A fifth earlier or later, by a random number from 0 to 1,
 * so that what failed together does not come back together.
 */
export function nextAttemptAt(attempts: number, now: Date, random: number): Date | null {
  const seconds = RETRY_SECONDS[attempts - 1]
  return seconds === undefined ? null : new Date(now.getTime() + seconds * 1_000 * (0.8 + 0.4 * random))
}

/** An attempt of which nothing is heard for so long is lost with whoever made it, in milliseconds: longer than any can take. */
export const LOST_MILLISECONDS = 60_000

/** What a status says to whoever reads the log, where it alone would not. */
export function adviceOn(status: number): string | null {
  if (status >= 300 && status < 400) return 'Redirects are not followed: enter the address that it leads to.'
  if (status === 401 || status === 403)
    return 'The receiver asks for more than a signature. Let it accept requests without a sign-in, and verify the signature.'
  if (status === 404 || status === 405) return 'The receiver has nothing that takes a POST at that address.'
  if (status === 410) return 'The receiver says that nobody wants these messages any more.'
  if (status === 413) return 'The receiver takes smaller messages only.'
  if (status === 429) return 'The receiver asks for fewer messages.'
  if (status >= 500) return 'The receiver failed.'
  return null
}
