/** What `Try it` sends. HEAD is not among them: its answer has no body that would tell the verdict. */
export const TRY_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type TryMethod = (typeof TRY_METHODS)[number]

/** Methods that carry a body. */
export const carriesBody = (method: TryMethod): boolean => method !== 'GET' && method !== 'OPTIONS'

export const TRY_LIMITS = {
  pathCharacters: 2_048,
  contentTypeCharacters: 200,
  bodyCharacters: 65_536,
  keyCharacters: 8_192,
  /** Of the answer, as it is shown. */
  shownBytes: 65_536,
  milliseconds: 10_000,
} as const

/** Why no answer came, and what to look at. */
export const UNREACHED = {
  refused: {
    title: 'Nothing answers at the gateway’s address',
    advice: 'Is the gateway running, and does AURA_GATEWAY_URL name where it listens?',
  },
  unknown_host: {
    title: 'The gateway’s host is not known',
    advice: 'The portal’s machine can’t resolve the name in AURA_GATEWAY_URL.',
  },
  certificate: {
    title: 'The gateway’s certificate was not accepted',
    advice: 'It has expired, is for another name, or is signed by someone that the portal’s machine does not know.',
  },
  too_slow: {
    title: 'No answer within 10 seconds',
    advice: 'Either the app takes longer, or something between the portal and the gateway drops the call.',
  },
  broken_off: {
    title: 'The connection broke off',
    advice: 'The gateway, or something in front of it, closed the connection before it had answered.',
  },
} as const satisfies Record<string, { readonly title: string; readonly advice: string }>
export type Unreached = keyof typeof UNREACHED
