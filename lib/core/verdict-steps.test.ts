import { describe, expect, it } from 'vitest'
import { explainVerdict, provesKey, VERDICT_STEPS, type VerdictStep } from '@/lib/core/verdict-steps'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

/** The step that each verdict fails at, and how many it has passed before. */
const FAILS: Readonly<Record<Verdict, readonly [step: VerdictStep | null, passed: number, proves: boolean]>> = {
  status_stale: ['fresh', 0, false],
  unknown_app: ['app', 1, false],
  missing: ['present', 2, false],
  malformed: ['spelling', 3, false],
  bad_signature: ['signature', 4, false],
  unknown_issuer: ['issuer', 5, false],
  wrong_app: ['audience', 6, true],
  revoked: ['revoked', 7, true],
  orphaned: ['orphaned', 8, true],
  disabled: ['disabled', 9, true],
  expired: ['expired', 10, true],
  provider_off: ['provider', 11, true],
  wrong_address: ['address', 12, true],
  insufficient_scope: ['scope', 13, true],
  rate_limited: ['rate', 4, false],
  accepted: [null, 15, true],
}

describe('a verdict as the steps that lead to it', () => {
  it.each(Object.keys(VERDICTS) as Verdict[])('%s', (verdict) => {
    const [failing, passed, proves] = FAILS[verdict]
    const steps = explainVerdict(verdict)
    expect(steps.map(({ step }) => step)).toEqual(Object.keys(VERDICT_STEPS))
    expect(steps.filter(({ outcome }) => outcome === 'failed').map(({ step }) => step)).toEqual(
      failing ? [failing] : [],
    )
    expect(steps.findIndex(({ outcome }) => outcome !== 'passed')).toBe(failing ? passed : -1)
    for (const { outcome, advice } of steps) expect(advice !== undefined).toBe(outcome === 'failed')
    const after = failing ? steps.slice(steps.findIndex(({ step }) => step === failing) + 1) : []
    expect(after.every(({ outcome }) => outcome === 'not_reached')).toBe(true)
    expect(provesKey(verdict)).toBe(proves)
  })

  it('does not claim to know what was asked before too many requests were refused', () => {
    const untold = explainVerdict('rate_limited').filter(({ outcome }) => outcome === 'untold')
    expect([untold[0]?.step, untold.at(-1)?.step]).toEqual(['signature', 'scope'])
  })
})
