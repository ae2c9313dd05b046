import { describe, expect, it } from 'vitest'
import { parseKnownState, parseNumberedChange } from '@/lib/status/feed-format'
import { upgradeChange, upgradeState } from '@/lib/status/journal-upgrade'
import { anApp, aState } from '@/lib/status/testing/known-states'

const current = anApp({ corsOrigins: ['https://pages.example'] })
const { scopeRules: _, corsOrigins: __, upstreamSecret: ___, ...old } = anApp()
const { keyLimits: ____, ...oldState } = aState()

describe('what a journal of the first feed holds', () => {
  it('is read as what it meant: no rules, no origins, no limits', () => {
    const state = parseKnownState(upgradeState({ ...oldState, apps: [old] }))
    expect(state.keyLimits).toEqual([])
    expect(state.apps).toEqual([{ ...old, scopeRules: [], corsOrigins: [], upstreamSecret: null }])
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
