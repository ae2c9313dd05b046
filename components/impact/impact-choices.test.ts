import { describe, expect, it } from 'vitest'
import type { ImpactedKeyView, ImpactView } from '@/lib/contract/impact'
import type { ApiKeyId, MembershipId } from '@/lib/core/identifiers'
import {
  type Choices,
  choiceFor,
  choose,
  chooseForAll,
  decisionOf,
  differenceOf,
  heirsOf,
  heirsOfAll,
  isOfferedToNobody,
  type KeyChoice,
  NOTHING_CHOSEN,
  outcomeOf,
  stillPossible,
} from './impact-choices'

const id = (name: string): ApiKeyId => `key_${name}`
const someone: MembershipId = 'mem_chen'
const member = { id: someone, name: 'Chen Wei', role: 'developer', active: true } as const

const key = (name: string, facts: Partial<ImpactedKeyView> = {}): ImpactedKeyView => ({
  id: id(name),
  name,
  hint: 'abcd',
  type: 'user',
  status: 'active',
  app: { id: 'app_one', name: 'one', slug: 'one', service: 'cloud_function', environment: 'production' },
  owner: { ...member, id: 'mem_mara' },
  heirs: null,
  lastUsed: null,
  requestsADay: 0,
  callers: [],
  secrets: [],
  otherSecrets: 0,
  stopsAt: null,
  ...facts,
})

const view = (keys: readonly ImpactedKeyView[], facts: Partial<ImpactView> = {}): ImpactView => ({
  digest: 'a digest',
  keys,
  total: keys.length,
  unlisted: { offerable: 0, active: 0, inUse: 0, heirs: null },
  apps: [],
  can: { orphan: true, handOver: true, revoke: true },
  heirs: [member],
  now: '2026-11-21T12:00:00Z',
  ...facts,
})

const orphan: KeyChoice = { choice: 'orphan' }
const revoke: KeyChoice = { choice: 'revoke' }
const offer = (toMembershipId: MembershipId | null = someone, countdownHours = 0): KeyChoice => ({
  choice: 'hand_over',
  toMembershipId,
  countdownHours,
})

describe('what is chosen for all and for one', () => {
  it('leaves a key that nobody can take over as it is where all others are offered', () => {
    const shown = view([key('replaced', { heirs: [] }), key('other')])
    const choices = chooseForAll(NOTHING_CHOSEN, offer())
    expect(shown.keys.map((each) => choiceFor(choices, each).choice)).toEqual(['orphan', 'hand_over'])
    expect([heirsOfAll(shown, choices), isOfferedToNobody(shown, choices)]).toEqual([[member], false])
    expect(decisionOf(shown, choices).choices).toEqual([{ apiKeyId: id('replaced'), choice: 'orphan' }])
    expect(outcomeOf(shown, choices)).toMatchObject({ orphaned: 1, offered: 1 })
  })

  it('orphans every key until something else is chosen', () => {
    expect(decisionOf(view([key('a'), key('b')]), NOTHING_CHOSEN)).toEqual({
      digest: 'a digest',
      rest: 'orphan',
      choices: [],
    })
  })

  it('leaves alone what was chosen for one key when all others are given something', () => {
    const choices = chooseForAll(choose(NOTHING_CHOSEN, id('a'), offer()), revoke)
    expect([choiceFor(choices, key('a')), choiceFor(choices, key('b'))]).toEqual([offer(), revoke])
  })

  it('lets a key that is given what all have go along with them again', () => {
    const apart = choose(NOTHING_CHOSEN, id('a'), revoke)
    const back = choose(apart, id('a'), orphan)
    expect(choiceFor(chooseForAll(back, offer()), key('a'))).toEqual(offer())
    expect(choiceFor(chooseForAll(chooseForAll(apart, revoke), orphan), key('a'))).toEqual(orphan)
  })
})

describe('what is confirmed', () => {
  it('names each key that differs from the rest, and only those', () => {
    const choices = choose(choose(chooseForAll(NOTHING_CHOSEN, revoke), id('a'), orphan), id('b'), offer(someone, 24))
    expect(decisionOf(view([key('a'), key('b'), key('c')]), choices)).toEqual({
      digest: 'a digest',
      rest: 'revoke',
      choices: [
        { apiKeyId: id('a'), choice: 'orphan' },
        { apiKeyId: id('b'), choice: 'hand_over', toMembershipId: someone, countdownHours: 24 },
      ],
    })
  })

  it('offers those that are too many to be listed like all others, to somebody who can take each of them', () => {
    const many = view([key('a'), key('b')], {
      total: 250,
      unlisted: { offerable: 247, active: 240, inUse: 3, heirs: null },
    })
    const choices = choose(chooseForAll(NOTHING_CHOSEN, offer(someone, 1)), id('b'), revoke)
    expect(decisionOf(many, choices)).toMatchObject({
      rest: { toMembershipId: someone, countdownHours: 1 },
      choices: [{ apiKeyId: id('b'), choice: 'revoke' }],
    })
    expect(outcomeOf(many, choices)).toEqual({ orphaned: 1, revoked: 1, offered: 248, goingOn: 241 })
    expect(isOfferedToNobody(many, choices)).toBe(false)
    const narrow = { ...many, unlisted: { ...many.unlisted, heirs: [] } }
    expect([heirsOfAll(narrow, choices), isOfferedToNobody(narrow, choices)]).toEqual([[], true])
  })

  it('lets no key go on that works for nobody now', () => {
    const shown = view([key('a'), key('off', { status: 'disabled' })])
    const choices = chooseForAll(NOTHING_CHOSEN, offer(someone, 24))
    expect(decisionOf(shown, choices)).toMatchObject({
      rest: { countdownHours: 24 },
      choices: [{ apiKeyId: id('off'), countdownHours: 0 }],
    })
    expect(outcomeOf(shown, choices)).toMatchObject({ offered: 2, goingOn: 1 })
  })

  it('says beforehand what becomes of each key, those that are not listed among them', () => {
    const choices = choose(chooseForAll(NOTHING_CHOSEN, revoke), id('a'), orphan)
    expect(outcomeOf(view([key('a'), key('b')], { total: 10 }), choices)).toEqual({
      orphaned: 1,
      revoked: 9,
      offered: 0,
      goingOn: 0,
    })
  })

  it('knows of offers that are to nobody yet', () => {
    const shown = view([key('a'), key('b')])
    expect(isOfferedToNobody(shown, choose(NOTHING_CHOSEN, id('b'), offer(null)))).toBe(true)
    expect(isOfferedToNobody(shown, chooseForAll(NOTHING_CHOSEN, offer()))).toBe(false)
  })
})

describe('when facts have changed', () => {
  const choices: Choices = choose(choose(chooseForAll(NOTHING_CHOSEN, revoke), id('a'), offer()), id('gone'), orphan)

  it('keeps what can still be done', () => {
    expect(stillPossible(choices, view([key('a'), key('gone')]))).toEqual(choices)
  })

  it('drops what was chosen for keys that are gone', () => {
    expect([...stillPossible(choices, view([key('a')])).own.keys()]).toEqual([id('a')])
  })

  it('asks anew whom a key is offered to when that person may hold none any more', () => {
    const after = stillPossible(choices, view([key('a')], { heirs: [] }))
    expect(choiceFor(after, key('a'))).toEqual(offer(null))
  })

  it('offers a key to nobody who can’t take it, and all keys only to those who can take each', () => {
    const other = { ...member, id: 'mem_owner' } as const
    const server = key('server', { type: 'server', heirs: [other.id] })
    const shown = view([key('a'), server], { heirs: [member, other] })
    expect([heirsOf(shown, key('a')), heirsOf(shown, server)]).toEqual([[member, other], [other]])
    expect(heirsOfAll(shown, NOTHING_CHOSEN)).toEqual([other])
    expect(heirsOfAll(shown, choose(NOTHING_CHOSEN, id('server'), revoke))).toEqual([member, other])
    expect(isOfferedToNobody(shown, { forAll: offer(), own: new Map() })).toBe(true)
  })

  it('goes back to orphaning where the right to more was lost', () => {
    const after = stillPossible(choices, view([key('a')], { can: { orphan: true, handOver: false, revoke: false } }))
    expect(after).toEqual(NOTHING_CHOSEN)
  })

  it('tells what is new, what is not as it was, and what is gone, but not that a key was used meanwhile', () => {
    const before = view([key('a'), key('b'), key('gone')])
    const used = key('a', { requestsADay: 12, lastUsed: { at: '2026-11-21T12:00:00Z', address: '::1', agent: '' } })
    const held = key('b', { secrets: [{ id: 'sec_one', name: 'TOKEN' }] })
    const { added, changed, gone } = differenceOf(before, view([used, held, key('new')]))
    expect([[...added], [...changed], gone.map(({ name }) => name)]).toEqual([[id('new')], [id('b')], ['gone']])
  })
})
