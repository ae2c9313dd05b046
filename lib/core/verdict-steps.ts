import type { Refusal, Verdict } from '@/lib/core/verdicts'

/** What a gateway asks of a call, in the order in which it asks. */
export const VERDICT_STEPS = {
  fresh: 'The gateway has heard from the portal of late',
  app: 'There is an app at this address',
  present: 'A key was sent',
  spelling: 'It is a key, in its one spelling',
  signature: 'Its signature is one of this organization’s',
  issuer: 'It was issued by this organization',
  audience: 'It is a key of this app',
  revoked: 'It is not revoked',
  orphaned: 'It has its owner and its app',
  disabled: 'It is not disabled',
  expired: 'It has not expired',
  provider: 'The app accepts API keys',
  address: 'It may be used from where the call came from',
  scope: 'It has the scopes that this call needs',
  rate: 'It has not been used too often',
} as const
export type VerdictStep = keyof typeof VERDICT_STEPS

/** `untold`: the verdict does not say whether it was asked. */
export type StepOutcome = 'passed' | 'failed' | 'not_reached' | 'untold'

const FAILED_AT: Readonly<Record<Refusal, VerdictStep>> = {
  status_stale: 'fresh',
  unknown_app: 'app',
  missing: 'present',
  malformed: 'spelling',
  bad_signature: 'signature',
  unknown_issuer: 'issuer',
  wrong_app: 'audience',
  revoked: 'revoked',
  orphaned: 'orphaned',
  disabled: 'disabled',
  expired: 'expired',
  provider_off: 'provider',
  wrong_address: 'address',
  insufficient_scope: 'scope',
  rate_limited: 'rate',
}

/** What to do about a refusal. */
const ADVICE: Readonly<Record<Refusal, string>> = {
  status_stale: 'See on the Gateways page whether it reaches the portal. It serves again by itself as soon as it does.',
  unknown_app:
    'A gateway learns of a new app within a moment; of a deleted one it lets nobody in. Try again, or check the address.',
  missing: 'Send the key as “Authorization: Bearer …”. Nowhere else is it looked for.',
  malformed: 'Copy the whole key: three parts with two dots, without quotes, spaces or line breaks.',
  bad_signature:
    'Nobody here has signed it. Take a key from this app’s list; if someone gave you this one, ask where it is from.',
  unknown_issuer: 'It is a key of another organization or installation. Use one of this app.',
  wrong_app: 'Each key opens one app. Use a key of this app, or call the app that this key is for.',
  revoked: 'That is final. Create another key, and find out who still uses this one.',
  orphaned: 'Its owner has left or its app is gone. An Owner or Aura Owner revokes it; create another key.',
  disabled: 'Its owner, an Owner or an Aura Owner can enable it again.',
  expired: 'Create another key; this one does not come back.',
  provider_off: 'Whoever manages the app can switch its API-key provider on; then all its keys come back.',
  wrong_address:
    'The call came from the portal’s own address, which this key is not allowed from. From an allowed address it may well be accepted.',
  insufficient_scope: 'This method and path need a scope that the key does not have. Create a key with it.',
  rate_limited:
    'Wait a moment. Either the key’s own limit is spent, or too many keys that could not be verified came from the portal’s address.',
}

export interface ExplainedStep {
  readonly step: VerdictStep
  readonly outcome: StepOutcome
  /** What to do about it, where it failed. */
  readonly advice?: string
}

/** A verdict as the steps that lead to it: up to the one that failed all were passed, and past it nothing was asked. */
export function explainVerdict(verdict: Verdict): readonly ExplainedStep[] {
  const steps = Object.keys(VERDICT_STEPS) as VerdictStep[]
  if (verdict === 'accepted') return steps.map((step) => ({ step, outcome: 'passed' }))
  const failed = steps.indexOf(FAILED_AT[verdict])
  return steps.map((step, index) => {
    if (index === failed) return { step, outcome: 'failed', advice: ADVICE[verdict] }
    if (index > failed) return { step, outcome: 'not_reached' }
    // Garbage is slowed down before its signature is looked at, a key that is used too often only after everything else.
    if (verdict === 'rate_limited' && index >= steps.indexOf('signature')) return { step, outcome: 'untold' }
    return { step, outcome: 'passed' }
  })
}

/** Whether a signature has vouched for the key by then, so that it may be named. */
export function provesKey(verdict: Verdict): boolean {
  const issuer = explainVerdict(verdict).find(({ step }) => step === 'issuer')
  return issuer?.outcome === 'passed'
}
