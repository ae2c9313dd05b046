import { expect, it } from 'vitest'
import { FailureBudget } from '@/gateway/failure-budget'

it('limits failures and nothing else: any number of good new keys may come at once from one address', () => {
  const budget = new FailureBudget(() => 0)
  const underWay = Array.from({ length: 500 }, () => budget.allows('10.0.0.1'))
  expect(underWay.every(Boolean)).toBe(true)
})

it('lets an address fail a hundred times, then ten times a second', () => {
  let now = 0
  const budget = new FailureBudget(() => now)
  for (let failures = 0; failures < 100; failures += 1) {
    expect(budget.allows('10.0.0.1')).toBe(true)
    budget.charge('10.0.0.1')
  }
  expect(budget.allows('10.0.0.1')).toBe(false)
  expect(budget.allows('10.0.0.2')).toBe(true)
  now = 100
  expect(budget.allows('10.0.0.1')).toBe(true)
  budget.charge('10.0.0.1')
  expect(budget.allows('10.0.0.1')).toBe(false)
})

it('remembers what was under way when the budget ran out as a debt, which ends', () => {
  let now = 0
  const budget = new FailureBudget(() => now)
  for (let failures = 0; failures < 1_000; failures += 1) budget.charge('10.0.0.1')
  now = 10_000
  expect(budget.allows('10.0.0.1')).toBe(false)
  now = 10_100
  expect(budget.allows('10.0.0.1')).toBe(true)
})

it('holds answers back, and no more than a thousand at once', async () => {
  const budget = new FailureBudget(() => 0)
  let answered = 0
  const held = Array.from({ length: 1_000 }, () => budget.holdBack().then(() => (answered += 1)))
  await budget.holdBack()
  expect(answered).toBe(0)
  await Promise.all(held)
  expect(answered).toBe(1_000)
})
