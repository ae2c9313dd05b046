import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NumberedChange } from '@/lib/core/changes'
import { Journal, readJournal } from '@/lib/status/journal'
import { Knowledge } from '@/lib/status/knowledge'
import { anInstance, aState } from '@/lib/status/testing/known-states'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aura-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const instance = anInstance()
const lease = { endWall: 5_000, endUptime: 4_000, boot: 'boot', writtenWall: 1_000, portalOffset: 7 }
const revoke = (seq: number, position: number): NumberedChange => ({
  seq,
  change: { kind: 'status', set: [{ value: 1, runs: [[position, 1]] }] },
})

/** Opens, looks and closes. */
function recover(at = folder) {
  const { journal, recovered } = Journal.open(at)
  journal.close()
  return recovered
}

function isTrusted(bytes: Buffer): boolean {
  try {
    readJournal(bytes)
    return true
  } catch {
    return false
  }
}

async function writeJournal(changes: readonly NumberedChange[], at = folder): Promise<Knowledge> {
  const { journal } = Journal.open(at)
  const knowledge = new Knowledge(aState())
  await journal.replace(knowledge, instance, 'boot', null)
  for (const change of changes) {
    await journal.append([change])
    knowledge.apply(change)
  }
  await journal.setLease(lease)
  journal.close()
  return knowledge
}

describe('a journal', () => {
  it('gives back what was written, with instance, boot and lease', async () => {
    const knowledge = await writeJournal([revoke(11, 3), revoke(12, 4)])
    const recovered = recover()
    expect(recovered).toMatchObject({ found: true, instance, boot: 'boot', lease })
    expect(recovered.found && recovered.knowledge.state()).toEqual(knowledge.state())
  })

  it('that is missing is not trusted', () => {
    expect(recover()).toMatchObject({ found: false, because: 'missing' })
  })

  it('cut short anywhere, at the border of two records too, is not trusted', async () => {
    await writeJournal([revoke(11, 3), revoke(12, 4), revoke(13, 5)])
    const whole = readFileSync(join(folder, 'journal'))
    for (let length = 0; length < whole.length; length += 1) {
      expect(isTrusted(whole.subarray(0, length)), `cut at ${length} of ${whole.length}`).toBe(false)
    }
    expect(isTrusted(whole)).toBe(true)
    writeFileSync(join(folder, 'journal'), whole.subarray(0, whole.length - 1))
    expect(recover()).toMatchObject({ found: false, because: 'damaged' })
  })

  it('with one byte flipped anywhere is not trusted', async () => {
    await writeJournal([revoke(11, 3), revoke(12, 4)])
    const whole = readFileSync(join(folder, 'journal'))
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] as number) ^ (1 << (at % 8))
      expect(isTrusted(damaged), `flipped at ${at} of ${whole.length}`).toBe(false)
    }
  })

  it('loses nothing that was promised when it is cut off in the middle of the next write', async () => {
    const promised = await writeJournal([revoke(11, 3)])
    const before = readFileSync(join(folder, 'journal'))
    const { journal } = Journal.open(folder)
    await journal.append([revoke(12, 4)])
    journal.close()
    const after = readFileSync(join(folder, 'journal'))
    // The two writes of one append may reach the disk in either order, and each in parts; the header is one block.
    for (let length = before.length; length <= after.length; length += 1) {
      for (const header of [before, after]) {
        const left = Buffer.concat([header.subarray(0, 4_096), after.subarray(4_096, length)])
        if (header === before) expect(readJournal(left).knowledge.state()).toEqual(promised.state())
        else if (length < after.length) expect(isTrusted(left)).toBe(false)
        else expect(readJournal(left).knowledge.statusAt(4)).toBe(1)
      }
    }
  })

  it('goes on after what was never promised, and forgets it', async () => {
    await writeJournal([revoke(11, 3)])
    const path = join(folder, 'journal')
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('half a record')]))
    const { journal, recovered } = Journal.open(folder)
    expect(recovered.found).toBe(true)
    await journal.append([revoke(12, 5)])
    journal.close()
    const again = recover()
    expect(again.found && [again.knowledge.seq, again.knowledge.statusAt(5)]).toEqual([12, 1])
  })

  it('says when its changes have outgrown its state, and is then small again', async () => {
    const { journal } = Journal.open(folder)
    const knowledge = new Knowledge(aState())
    await journal.replace(knowledge, instance, 'boot', lease)
    const many = Array.from({ length: 20_001 }, (_, at) => revoke(11 + at, at % 90))
    for (const change of many) knowledge.apply(change)
    await journal.append(many)
    expect(journal.hasGrown).toBe(true)
    await journal.compact(knowledge)
    expect([journal.hasGrown, statSync(join(folder, 'journal')).size < 8_000]).toEqual([false, true])
    await journal.append([revoke(knowledge.seq + 1, 95)])
    journal.close()
    const recovered = recover()
    expect(recovered).toMatchObject({ found: true, instance, lease })
    expect(recovered.found && recovered.knowledge.seq).toBe(20_012)
  })

  it('forgets a lease for good', async () => {
    await writeJournal([])
    const { journal } = Journal.open(folder)
    await journal.setLease(null)
    journal.close()
    expect(recover()).toMatchObject({ found: true, lease: null })
  })

  it('must be replaced before anything is added to one that was not trusted', async () => {
    const { journal } = Journal.open(folder)
    expect(journal.needsReplacing).toBe(true)
    await expect(journal.append([revoke(11, 1)])).rejects.toThrow()
    journal.close()
  })

  it('can be read by nobody else', async () => {
    const inner = join(folder, 'made', 'here')
    await writeJournal([], inner)
    expect([statSync(inner).mode & 0o777, statSync(join(inner, 'journal')).mode & 0o777]).toEqual([0o700, 0o600])
  })

  it('copied elsewhere is read there', async () => {
    await writeJournal([revoke(11, 3)])
    const copy = join(folder, 'copy')
    mkdirSync(copy)
    copyFileSync(join(folder, 'journal'), join(copy, 'journal'))
    expect(recover(copy).found).toBe(true)
  })
})
