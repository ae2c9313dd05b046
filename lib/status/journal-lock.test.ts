import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JournalInUse, lockJournal } from '@/lib/status/journal-lock'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aura-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const held = () => JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))
const rewrite = (changes: object) =>
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...held(), ...changes, id: 'other' }))

describe('the lock of a journal', () => {
  it('is held by one at a time, and free afterwards', () => {
    const lock = lockJournal(folder)
    expect(() => lockJournal(folder)).toThrow(JournalInUse)
    expect(() => lockJournal(folder)).toThrow(String(process.pid))
    lock.release()
    lockJournal(folder).release()
  })

  it('of a process that is gone is taken over', async () => {
    const lock = lockJournal(folder)
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.on('exit', resolve))
    rewrite({ pid: child.pid })
    lockJournal(folder).release()
    lock.release()
  })

  it.runIf(process.platform === 'linux')(
    'of another process that got the same id later, or of another boot, is taken over',
    () => {
      for (const changes of [{ startedAt: '1' }, { boot: 'an earlier one' }]) {
        const lock = lockJournal(folder)
        rewrite(changes)
        const taken = lockJournal(folder)
        expect(held().id).not.toBe('other')
        lock.release()
        expect(held().pid).toBe(process.pid)
        taken.release()
      }
    },
  )

  it.runIf(process.platform === 'linux')('of a process that has ended unnoticed is taken over', async () => {
    // The shell becomes a program that never asks what has become of the shell's children; only then does its child end.
    const parent = spawn('/bin/sh', ['-c', 'exec 3<&0; cat <&3 & echo $!; exec sleep 60'])
    try {
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
      const until = async (holds: () => boolean) => {
        while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await until(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n')
      parent.stdin.end()
      const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8')
      await until(() => stat().includes(') Z '))
      const lock = lockJournal(folder)
      rewrite({
        pid,
        startedAt: stat()
          .slice(stat().lastIndexOf(')') + 2)
          .split(' ')[19],
      })
      lockJournal(folder).release()
      lock.release()
    } finally {
      parent.kill('SIGKILL')
    }
  })

  it.runIf(process.platform === 'linux')(
    'of a process in another container counts as long as it gives signs of life',
    () => {
      const lock = lockJournal(folder)
      rewrite({ processes: 'pid:[1]' })
      expect(() => lockJournal(folder)).toThrow(JournalInUse)
      const past = new Date(Date.now() - 60_000)
      utimesSync(join(folder, 'lock'), past, past)
      lockJournal(folder).release()
      lock.release()
    },
  )

  it('that is not readable is nobody’s', () => {
    writeFileSync(join(folder, 'lock'), '{')
    lockJournal(folder).release()
  })
})
