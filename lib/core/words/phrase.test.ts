import { describe, expect, it } from 'vitest'
import { phrase } from './phrase'

describe('a phrase', () => {
  it('keeps what it holds in its place, and as it is', () => {
    const moment = { at: '2026-11-21T18:00:00Z' }
    const link = { href: '/gateways' }
    expect(phrase<object>`Last heard of ${moment} by ${link}.`).toEqual(['Last heard of ', moment, ' by ', link, '.'])
  })

  it('may hold nothing', () => {
    expect(phrase`Never.`).toEqual(['Never.'])
  })
})
