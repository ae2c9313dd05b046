import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { NumberedChange } from '@/lib/core/changes'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import { parseKnownState, parseNumberedChange } from '@/lib/status/feed-format'
import {
  decodeHeader,
  decodeRecords,
  encodeHeader,
  encodeRecord,
  HEADER_BYTES,
  JournalDamaged,
  type JournalHeader,
} from '@/lib/status/journal-format'
import { type JournalLock, lockJournal } from '@/lib/status/journal-lock'
import { upgradeChange, upgradeState } from '@/lib/status/journal-upgrade'
import { Knowledge } from '@/lib/status/knowledge'
import type { PersistedLease } from '@/lib/status/lease'

const syncData = promisify(fdatasync)

const COMPACT_BYTES = 4 * 1_024 * 1_024
const COMPACT_RECORDS = 20_000

/** What an instance finds when it starts: everything that it had applied, or why it must not trust what it found. */
export type Recovered =
  | {
      readonly found: true
      readonly knowledge: Knowledge
      readonly instance: GatewayInstanceId
      readonly boot: string | null
      readonly lease: PersistedLease | null
    }
  | { readonly found: false; readonly because: 'missing' | 'damaged'; readonly detail: string }

/** What the bytes of a journal say. Throws when they are not, to the last one that counts, what was written. */
export function readJournal(bytes: Buffer): {
  header: JournalHeader
  knowledge: Knowledge
  changes: number
  stateBytes: number
} {
  const header = decodeHeader(bytes)
  if (bytes.length < HEADER_BYTES + header.length) throw new JournalDamaged('it is shorter than its header says')
  const [state, ...changes] = decodeRecords(bytes.subarray(HEADER_BYTES, HEADER_BYTES + header.length))
  const known = parseKnownState(upgradeState(state))
  const knowledge = new Knowledge({ ...known, epoch: { ...known.epoch, key: header.pinnedKey } })
  for (const change of changes) knowledge.apply(parseNumberedChange(upgradeChange(change)))
  if (knowledge.seq !== header.seq || knowledge.epoch.number !== header.epoch)
    throw new JournalDamaged('its records do not add up to its header')
  return { header, knowledge, changes: changes.length, stateBytes: encodeRecord(state).length }
}

/**
 * The memory of one gateway instance on disk: a state, and the changes since. What `append`, `replace` and `setLease`
 * have resolved is there after a kill and after a power cut; a journal that is not whole is never half believed.
 *
 * An append writes its records and the header that makes them count, then waits for one fdatasync. Should the power fail
 * in between, either may have reached the disk: records without header are ignored, a header without records is damage.
 * Calls must come one after another; the feed client sees to that.
 */
export class Journal {
  readonly #folder: string
  readonly #lock: JournalLock
  #file: number | undefined
  #header: JournalHeader | undefined
  #records = 0
  #lastCompactionBytes = 0
  /** After a write or a sync that failed nobody knows what the disk holds: only a whole new file makes it known again. */
  #doubtful = false

  private constructor(folder: string, lock: JournalLock) {
    this.#folder = folder
    this.#lock = lock
  }

  /** Takes the folder, which must belong to nobody else, and reads what is there. Throws `JournalInUse`. */
  static open(folder: string): { journal: Journal; recovered: Recovered } {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const journal = new Journal(folder, lockJournal(folder))
    return { journal, recovered: journal.#recover() }
  }

  get #path(): string {
    return join(this.#folder, 'journal')
  }

  /** True when nothing can be appended before a `replace`: at the first contact, and after a failed write. */
  get needsReplacing(): boolean {
    return this.#header === undefined || this.#doubtful
  }

  /** True when the changes have outgrown the state: time for a `replace` with what they add up to. */
  get hasGrown(): boolean {
    return this.#records > COMPACT_RECORDS || (this.#header?.length ?? 0) - this.#lastCompactionBytes > COMPACT_BYTES
  }

  #recover(): Recovered {
    let bytes: Buffer
    try {
      bytes = readFileSync(this.#path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        return { found: false, because: 'missing', detail: 'there is no journal' }
      throw error
    }
    try {
      const read = readJournal(bytes)
      this.#file = openSync(this.#path, 'r+')
      ftruncateSync(this.#file, HEADER_BYTES + read.header.length)
      this.#header = read.header
      this.#records = read.changes
      this.#lastCompactionBytes = read.stateBytes
      const { instance, boot, lease } = read.header
      return { found: true, knowledge: read.knowledge, instance, boot, lease }
    } catch (error) {
      // Checksums let nothing but our own bytes through; whatever still fails to be read was written by another version.
      return { found: false, because: 'damaged', detail: (error as Error).message }
    }
  }

  /** Adds changes that follow each other. Resolves when they cannot be lost any more. */
  async append(changes: readonly NumberedChange[]): Promise<void> {
    const { header, file } = this.#writable()
    const records = Buffer.concat(changes.map(encodeRecord))
    const next = { ...header, seq: changes.at(-1)?.seq ?? header.seq, length: header.length + records.length }
    await this.#write(file, next, records)
    this.#records += changes.length
  }

  /** Keeps the lease, or its absence. */
  async setLease(lease: PersistedLease | null): Promise<void> {
    const { header, file } = this.#writable()
    await this.#write(file, { ...header, lease })
  }

  /** Writes everything anew, under another name until it is whole. A new epoch may take with it the lease of the old one. */
  async replace(
    knowledge: Knowledge,
    instance: GatewayInstanceId,
    boot: string | null,
    lease: PersistedLease | null,
  ): Promise<void> {
    this.#doubtful = true
    const state = encodeRecord(knowledge.state())
    const header: JournalHeader = {
      instance,
      boot,
      pinnedKey: knowledge.epoch.key,
      epoch: knowledge.epoch.number,
      seq: knowledge.seq,
      length: state.length,
      lease,
    }
    const written = `${this.#path}.new`
    const file = openSync(written, 'w', 0o600)
    try {
      writeAll(file, encodeHeader(header), 0)
      writeAll(file, state, HEADER_BYTES)
      await syncData(file)
      renameSync(written, this.#path)
      syncFolder(this.#folder)
    } catch (error) {
      closeSync(file)
      throw error
    }
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = file
    this.#header = header
    this.#records = 0
    this.#lastCompactionBytes = state.length
    this.#doubtful = false
  }

  /** The same state in fewer bytes; instance and lease stay. */
  async compact(knowledge: Knowledge): Promise<void> {
    const { instance, boot, lease } = this.#writable().header
    await this.replace(knowledge, instance, boot, lease)
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
    this.#lock.release()
  }

  #writable(): { header: JournalHeader; file: number } {
    if (this.#header === undefined || this.#file === undefined || this.#doubtful)
      throw new Error('the journal must be replaced first')
    return { header: this.#header, file: this.#file }
  }

  async #write(file: number, header: JournalHeader, records?: Buffer): Promise<void> {
    this.#doubtful = true
    // Into the page cache, in this thread: microseconds, where a turn through the thread pool costs more. The wait is the sync.
    if (records) writeAll(file, records, HEADER_BYTES + header.length - records.length)
    writeAll(file, encodeHeader(header), 0)
    await syncData(file)
    this.#header = header
    this.#doubtful = false
  }
}

function writeAll(file: number, bytes: Buffer, position: number): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written, position + written)
}

/** A rename is durable only when its folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
