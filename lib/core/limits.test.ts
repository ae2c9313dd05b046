import { describe, expect, it } from 'vitest'
import { LIMITS } from '@/lib/core/limits'
import { answersForKeys, MEMBERSHIP_STATES } from '@/lib/core/membership'
import { DEFAULT_POLICY } from '@/lib/core/policy'
import { ROLES } from '@/lib/core/roles'
import { SERVICE_SEGMENTS, SERVICES, serviceOfSegment } from '@/lib/core/services'
import { TERM_SETS } from '@/lib/core/words/term-sets'
import { ROLE_WORDS, SERVICE_WORDS, WORDS } from '@/words/terms'

describe('the limits', () => {
  it('are those that the product promises', () => {
    expect(LIMITS).toMatchObject({
      serverKeysPerApp: 100,
      userKeysPerPerson: 20,
      keyBytes: 2_048,
      statusListPositions: 65_536,
      linkBytes: 32,
      setupLinkHours: 24,
      linkDays: 7,
    })
    expect(DEFAULT_POLICY).toMatchObject({ serverKeysPerApp: 100, userKeysPerPerson: 20, noExpirationAllowed: true })
  })

  it('are whole and positive', () => {
    for (const [name, limit] of Object.entries(LIMITS))
      expect(Number.isSafeInteger(limit) && limit > 0, name).toBe(true)
  })
})

describe('a member', () => {
  it('answers for keys while active in a role that may hold them, and not otherwise', () => {
    const answering = MEMBERSHIP_STATES.flatMap((state) =>
      ROLES.filter((role) => answersForKeys({ state, role })).map((role) => `${state} ${role}`),
    )
    expect(answering).toEqual(['active owner', 'active aura_owner', 'active developer'])
  })
})

describe('the words', () => {
  it('name the same things in both label sets, and roles in one', () => {
    expect(TERM_SETS).toEqual(['aura', 'container'])
    expect(WORDS.aura).toMatchObject({ section: 'Develop', app: 'Aura App', appApiKey: 'Aura App API key' })
    expect(WORDS.container).toMatchObject({
      section: 'Container Services',
      app: 'Container App',
      appApiKey: 'Container App API key',
    })
    expect(Object.values(ROLE_WORDS)).toEqual(['Owner', 'Aura Owner', 'User Administrator', 'Developer', 'Reader'])
    expect(SERVICE_WORDS.cloud_function).toEqual({ one: 'Cloud Function', many: 'Cloud Functions' })
  })

  it('lead from an address to a service and back', () => {
    for (const service of SERVICES) expect(serviceOfSegment(SERVICE_SEGMENTS[service])).toBe(service)
    for (const segment of ['', 'apps', 'cloud_function', '__proto__', 'toString'])
      expect(serviceOfSegment(segment)).toBeUndefined()
  })
})
