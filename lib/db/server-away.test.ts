import { expect, test } from 'vitest'
import { isServerAway } from '@/lib/db/server-away'

const withCode = (code: string) => Object.assign(new Error('as it says'), { code })

test('a server that stops, starts or cannot be reached is away', () => {
  for (const code of [
    '57P01',
    '57P02',
    '57P03',
    '08006',
    '53300',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOENT',
    'EAI_AGAIN',
  ])
    expect(isServerAway(withCode(code)), code).toBe(true)
  expect(isServerAway(new Error('Connection terminated unexpectedly'))).toBe(true)
})

test('a server that refuses what was asked is there, and a defect is none of its doing', () => {
  for (const code of ['28P01', '3D000', '42501', '23505', '40P01'])
    expect(isServerAway(withCode(code)), code).toBe(false)
  expect(isServerAway(new TypeError('x is not a function'))).toBe(false)
  expect(isServerAway('Connection terminated')).toBe(false)
})
