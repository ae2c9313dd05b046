import { describe, expect, it } from 'vitest'
import { parseKnownState, parseNumberedChange } from '@/lib/status/feed-format'
import { upgradeChange, upgradeState } from '@/lib/status/journal-upgrade'
import { anApp, aState } from '@/lib/status/testing/known-states'

const current = anApp({ corsOrigins: ['https://pages.example'] })
const { scopeRules: _, corsOrigins: __, upstreamSecret: ___, ...old } = anApp()
const { keyLimits: ____, keyEndings: _____, ...oldState } = aState()

describe('what a journal of an earlier feed holds', () => {
  it('is read as what it meant: no rules, no origins, no limits, no endings', () => {
    const state = parseKnownState(upgradeState({ ...oldState, apps: [old] }))
    expect([state.keyLimits, state.keyEndings]).toEqual([[], []])
    expect(state.apps).toEqual([{ ...old, scopeRules: [], corsOrigins: [], upstreamSecret: null }])
    const keyLimits = [{ position: 3, limits: { rate: null, addresses: ['10.0.0.0/8'] } }]
    expect(parseKnownState(upgradeState({ ...oldState, keyLimits }))).toMatchObject({ keyLimits, keyEndings: [] })
    const change = parseNumberedChange(upgradeChange({ seq: 3, change: { kind: 'app', app: old } }))
    expect(change.change).toMatchObject({ app: { id: old.id, scopeRules: [] } })
  })

  it('is left as it is when it is of this version, or of none', () => {
    const state = aState({ apps: [current] })
    expect(upgradeState(state)).toEqual(state)
    for (const odd of [null, 7, 'text', [], { apps: 3 }]) expect(upgradeState(odd)).toEqual(odd)
    for (const odd of [null, 7, { change: { kind: 'app', app: null } }]) expect(upgradeChange(odd)).toEqual(odd)
  })
})
