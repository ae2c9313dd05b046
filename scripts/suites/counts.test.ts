import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { belowSecurityFloor } from '../check-security-floor.mjs'
import { assertNodeVersion } from '../node-version.mjs'
import { readableLine } from '../output-lines.mjs'
import { runSuites } from './counts.mjs'
import { countPlaywright } from './playwright.mjs'
import { countVitest } from './vitest.mjs'

describe('a run of all suites', () => {
  // What they print looks like the last line of the run that this test is part of.
  beforeEach(() => {
    vi.spyOn(console, 'log').mockReturnValue()
    vi.spyOn(console, 'error').mockReturnValue()
  })
  afterEach(() => vi.restoreAllMocks())

  const suite = (passed: number, failed: number) => async () => ({ passed, failed, skipped: 0 })

  it('succeeds only when nothing failed', async () => {
    expect(await runSuites({ one: suite(3, 0), two: suite(2, 0) })).toBe(0)
    expect(await runSuites({ one: suite(3, 0), two: suite(2, 1) })).toBe(1)
  })

  it('runs the suites of a stage at the same time, and stages one after the other', async () => {
    const said: string[] = []
    let begun = () => {}
    const other = new Promise<void>((resolve) => {
      begun = resolve
    })
    const first = async () => {
      await other
      said.push('first')
      return { passed: 1, failed: 0, skipped: 0 }
    }
    const second = async () => {
      begun()
      return { passed: 1, failed: 0, skipped: 0 }
    }
    const last = async () => {
      said.push('last')
      return { passed: 1, failed: 1, skipped: 0 }
    }
    expect(await runSuites({ first, second }, { last })).toBe(1)
    expect(said).toEqual(['first', 'last'])
  })

  it('fails when a suite found no test, and when a suite itself broke', async () => {
    expect(await runSuites({ one: suite(3, 0), empty: suite(0, 0) })).toBe(1)
    expect(await runSuites({ one: suite(3, 0), broken: () => Promise.reject(new Error('broken')) })).toBe(1)
  })

  it('counts a file that cannot be loaded, and an error outside every test', () => {
    const report = { numPassedTests: 4, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] }
    const notLoaded = [{ name: `${process.cwd()}/a.test.ts`, status: 'failed', assertionResults: [] }]
    expect(countVitest(report, 0)).toMatchObject({ passed: 4, failed: 0, skipped: 1, failures: [] })
    expect(countVitest(report, 1)).toMatchObject({ passed: 4, failed: 1, failures: ['an error outside of every test'] })
    expect(countVitest({ ...report, testResults: notLoaded }, 1)).toMatchObject({ failed: 1, failures: ['a.test.ts'] })
  })

  it('names what failed', () => {
    const of = (fullName: string, status: string) => ({ fullName, status })
    const testResults = [
      {
        name: `${process.cwd()}/lib/b.test.ts`,
        status: 'failed',
        assertionResults: [of('a key', 'passed'), of('a door', 'failed')],
      },
    ]
    const report = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults }
    expect(countVitest(report, 1).failures).toEqual(['lib/b.test.ts › a door'])
    const specOf = (title: string, status: string) => ({ file: 'c.spec.ts', line: 7, title, tests: [{ status }] })
    const suites = [{ suites: [{ specs: [specOf('opens', 'expected'), specOf('closes', 'flaky')] }] }]
    const stats = { expected: 1, unexpected: 0, flaky: 1, skipped: 0 }
    expect(countPlaywright({ stats, errors: [{ message: 'broken\nat x' }], suites }, 1).failures).toEqual([
      'c.spec.ts:7 › closes',
      'broken',
    ])
  })

  it('counts a browser test that passed only at the second try as failed', () => {
    const stats = { expected: 5, unexpected: 0, flaky: 1, skipped: 0 }
    expect(countPlaywright({ stats, errors: [] }, 0)).toMatchObject({ passed: 5, failed: 1, skipped: 0 })
  })
})

it('takes a version below its security floor for what it is', () => {
  const installed = { next: '16.2.11', react: '19.2.5', 'react-dom': '19.3.0-canary.1' }
  const floor = { next: '16.2.11', react: '19.2.6', 'react-dom': '19.3.0' }
  expect(belowSecurityFloor((name: keyof typeof installed) => installed[name], floor)).toEqual([
    'react 19.2.5 is installed, and everything below 19.2.6 has known holes.',
    'react-dom 19.3.0-canary.1 is installed, and everything below 19.3.0 has known holes.',
  ])
})

it('tells whoever has an old Node.js in a sentence', () => {
  expect(() => assertNodeVersion('18.20.4')).toThrow('Aura Portal needs Node.js 20.19 or newer; this is 18.20.4.')
  expect(() => assertNodeVersion('20.18.9')).toThrow()
  expect(() => assertNodeVersion('20.19.0')).not.toThrow()
  expect(() => assertNodeVersion('24.0.0')).not.toThrow()
})

it('shows log records as sentences and leaves the framework’s banner out', () => {
  expect(readableLine('{"level":30,"time":1,"msg":"listening","port":4000}')).toBe('listening port=4000')
  expect(readableLine('{"level":40,"msg":"late","feed":"interrupted"}')).toBe('warning: late feed=interrupted')
  expect(readableLine('   ▲ Next.js 16.4.6')).toBe(null)
  expect(readableLine('{not json')).toBe('{not json')
})
