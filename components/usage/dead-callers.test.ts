import { describe, expect, it } from 'vitest'
import type { CallerView } from '@/lib/contract/usage'
import { deadCallers } from './dead-callers'

const caller = (address: string, lastVerdict: CallerView['lastVerdict'], lastSeenAt: string): CallerView => ({
  address,
  agent: 'curl/8.9.1',
  firstSeenAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt,
  requests: 3,
  lastVerdict,
})
const knock = { at: '2026-11-20T12:00:00.000Z', verdict: 'revoked', address: '10.0.0.9', agent: 'curl/8.9.1' } as const

describe('who presents a dead key', () => {
  it('is whoever heard last that it is dead, the last first', () => {
    const callers = [
      caller('10.0.0.1', 'accepted', '2026-11-20T11:00:00.000Z'),
      caller('10.0.0.2', 'revoked', '2026-11-20T10:00:00.000Z'),
      caller('10.0.0.9', 'revoked', '2026-11-20T12:00:00.000Z'),
    ]
    expect(deadCallers({ status: 'revoked', lastKnock: knock }, callers).map(({ address }) => address)).toEqual([
      '10.0.0.9',
      '10.0.0.2',
    ])
  })

  it('names the last one also when it is no longer among the callers that are kept', () => {
    expect(deadCallers({ status: 'revoked', lastKnock: knock }, [])).toEqual([
      { address: '10.0.0.9', agent: 'curl/8.9.1', lastSeenAt: knock.at, lastVerdict: 'revoked' },
    ])
  })

  it('is nobody once the key works again', () => {
    expect(
      deadCallers({ status: 'active', lastKnock: { ...knock, verdict: 'disabled' } }, [
        caller('10.0.0.9', 'disabled', knock.at),
      ]),
    ).toEqual([])
  })

  it('is nobody where nobody came', () => {
    expect(deadCallers({ status: 'revoked', lastKnock: null }, [caller('10.0.0.1', 'accepted', knock.at)])).toEqual([])
  })
})
