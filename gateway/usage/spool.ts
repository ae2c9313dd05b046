import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Log } from '@/gateway/log'
import {
  decodeHeader,
  decodeRecord,
  encodeHeader,
  encodeRecord,
  readTexts,
  type SpoolHeader,
} from '@/gateway/usage/spool-format'
import { type Gap, UsageTally } from '@/gateway/usage/usage-tally'

const HEADER_MOST_BYTES = 4_096
const ALIVE_BYTES = 64
/** A log that has grown by so much is written anew: most of it says the same keys again and again. */
const GROWN_BYTES = 8 * 1_024 * 1_024
/** So much is taken together at once when files are merged. */
const MERGED_BYTES = 16 * 1_024 * 1_024
const MERGED_FILES = 200
/** A disk that is full now will be full in a second. */
const RETRY_MILLISECONDS = 5_000
/** Files that were set aside are evidence, not a backlog. */
const MOST_SET_ASIDE = 16

/** Batches that wait to be delivered; in a file, or in memory where the disk did not take them. */
export interface SealedFile {
  readonly order: number
  readonly begins: number
  readonly ends: number
  bytes: Buffer | undefined
  size: number
  /** Callers and requests were dropped. */
  isStripped: boolean
  /** Merging has gained nothing. */
  isDense: boolean
  /** Files that it has taken over, and that could not be deleted yet. They go before it does. */
  leftovers: readonly Leftover[]
}

interface Leftover {
  readonly order: number
  readonly kind: 'log' | 'sealed'
}

/** What a sealed file holds, in the order in which it is delivered. */
export interface SealedContents {
  readonly spool: string
  /** Each to be read with `decodeRecord`. */
  readonly texts: readonly Buffer[]
  /** It is not whole: these are the records before the damage. */
  readonly isDamaged: boolean
}

export interface SpoolOptions {
  readonly folder: string
  /** Milliseconds since 1970 by the portal's clock. */
  readonly now: () => number
  readonly mostBytes: number
  readonly log: Log
  /** Called when something that was counted is lost. */
  readonly onGap: (gap: Gap) => void
}

interface OpenLog {
  readonly order: number
  readonly file: FileHandle
  length: number
  /** How long it was when it was begun. */
  readonly beginning: number
  readonly leftovers: readonly Leftover[]
}

/**
 * What was counted, on disk, until the portal has it. A log takes what comes, second by second; sealing turns all of it
 * into numbered batches in one file, which says that it has taken the log's place: from the rename of that file on, the log
 * does not count any more, wherever a kill falls. Only the oldest sealed file is ever on its way, so only that one may have
 * been counted by the portal already; the others may still be merged.
 *
 * A spool id is of one process: whoever copies a folder, or loses one, never numbers other batches alike.
 * No method throws because of the disk, unless it says so: what cannot be written stays in memory.
 */
export class Spool {
  readonly #options: SpoolOptions
  readonly #spool = randomUUID()
  #number = 0
  #order = 0
  /** False when the folder could not be read: then nothing is written to it, since nobody knows what is there. */
  #isUsable = true
  #log: OpenLog | undefined
  /** Nobody knows what the log holds: its write failed. */
  #isDoubtful = false
  #nextTryAt = 0
  #hasComplained = false
  /** Since when what is in the log was counted. */
  #begins: number
  #alive: FileHandle | undefined
  readonly #queue: SealedFile[] = []

  private constructor(options: SpoolOptions) {
    this.#options = options
    this.#begins = Math.floor(options.now())
  }

  /** Reads the folder, which belongs to this process alone. Returns what was counted and not sealed yet. */
  static async open(options: SpoolOptions): Promise<{ spool: Spool; tally: UsageTally }> {
    const spool = new Spool(options)
    try {
      await mkdir(options.folder, { recursive: true, mode: 0o700 })
      const tally = new UsageTally()
      await spool.#recover(tally)
      return { spool, tally }
    } catch (error) {
      // Half of it is none of it: what is on the disk will be read, and counted, by a later start.
      spool.#isUsable = false
      spool.#queue.length = 0
      await spool.close()
      options.log.error(
        { error: (error as Error).message, folder: options.folder },
        'The folder for usage cannot be read; until the next start, usage that the portal does not take is kept in memory only',
      )
      return { spool, tally: new UsageTally() }
    }
  }

  /** The oldest file, which is delivered first. */
  get head(): SealedFile | undefined {
    return this.#queue[0]
  }

  /** Files that wait to be delivered. */
  get waiting(): number {
    return this.#queue.length
  }

  /** Everything that was given to `save` or `seal` is on disk. */
  get isSaved(): boolean {
    return this.#isUsable && !this.#isDoubtful && this.#queue.every(({ bytes }) => bytes === undefined)
  }

  get bytes(): number {
    return this.#queue.reduce((sum, { size }) => sum + size, this.#log?.length ?? 0)
  }

  // ---- the log ----

  /** Adds what was counted last; `tally` is all that is not sealed, and has it already. The last time, a disk that failed is tried again. */
  async save(tally: UsageTally, fresh: readonly Buffer[], isLast: boolean): Promise<void> {
    if (!this.#isUsable) return
    if (this.#isDoubtful && !isLast && performance.now() < this.#nextTryAt) return
    const before = this.isSaved
    try {
      const log = this.#log
      if (this.#isDoubtful || (log && log.length > Math.max(GROWN_BYTES, 4 * log.beginning)))
        await this.#rewriteLog(tally)
      else if (fresh.length > 0) await this.#append(log ?? (await this.#beginLog()), Buffer.concat(fresh))
      for (const sealed of [...this.#queue]) if (sealed.bytes) await this.#moveToDisk(sealed, sealed.bytes)
      if (!before) this.#options.log.info('Usage is on the disk again')
      this.#isDoubtful = false
      this.#hasComplained = false
    } catch (error) {
      this.#isDoubtful = true
      this.#nextTryAt = performance.now() + RETRY_MILLISECONDS
      this.#complain(error)
    }
    if (this.bytes > this.#options.mostBytes) await this.#shrink()
  }

  async #moveToDisk(sealed: SealedFile, bytes: Buffer): Promise<void> {
    const file = await this.#writeWhole(sealed.order, 'sealed', bytes)
    await file.close()
    sealed.bytes = undefined
    // Delivered meanwhile: it is not there for anyone to find.
    if (!this.#queue.includes(sealed)) await deleteFile(this.#path(sealed.order, 'sealed'))
  }

  async #beginLog(): Promise<OpenLog> {
    const order = this.#nextOrder()
    const file = await open(this.#path(order, 'log'), 'w', 0o600)
    const header = encodeHeader({ replaces: [], spool: null, begins: this.#begins })
    const log: OpenLog = { order, file, length: 0, beginning: header.length, leftovers: [] }
    this.#log = log
    await this.#append(log, header)
    return log
  }

  async #append(log: OpenLog, bytes: Buffer): Promise<void> {
    await writeAll(log.file, bytes, log.length)
    log.length += bytes.length
  }

  /** The same in fewer bytes, or all of it again after a failed write. */
  async #rewriteLog(tally: UsageTally): Promise<void> {
    const old = this.#log
    const taken = takenOver(old)
    const bytes = await this.#encode(tally, { replaces: taken.map(({ order }) => order), spool: null }, () => 0)
    const order = this.#nextOrder()
    const file = await this.#writeWhole(order, 'log', bytes)
    this.#log = { order, file, length: bytes.length, beginning: bytes.length, leftovers: await this.#delete(taken) }
    await old?.file.close().catch(() => undefined)
  }

  /** Notes that everything counted until `at` is on disk, and whether this process means to end here. */
  async beat(at: number, isLast: boolean): Promise<void> {
    if (!this.#isUsable) return
    try {
      this.#alive ??= await open(join(this.#options.folder, 'alive'), 'w', 0o600)
      const text = JSON.stringify({ at: Math.floor(at), clean: isLast }).padEnd(ALIVE_BYTES)
      await writeAll(this.#alive, Buffer.from(text), 0)
      if (isLast) await this.#alive.datasync()
    } catch (error) {
      this.#complain(error)
    }
  }

  // ---- sealing ----

  /**
   * Turns everything that was counted into batches. False when it has to stay where it is, since the disk does not take
   * it. When nothing else is waiting, it is queued in memory then: the portal may be there while the disk is not.
   */
  async seal(tally: UsageTally): Promise<boolean> {
    if (!this.#isUsable && this.#queue.length > 0) return false
    const taken = takenOver(this.#log)
    const order = this.#nextOrder()
    const header = { replaces: taken.map(({ order }) => order), spool: this.#spool }
    const bytes = await this.#encode(tally, header, () => ++this.#number)
    const ends = Math.floor(this.#options.now())
    const isOnDisk = this.#isUsable && (await this.#tryToWrite(order, bytes))
    if (!isOnDisk && this.#queue.length > 0) return false
    const leftovers = await this.#delete(taken)
    // From memory only when no restart can find it in the log as well, and count it twice.
    if (!isOnDisk && leftovers.length > 0) return false
    await this.#log?.file.close().catch(() => undefined)
    this.#log = undefined
    this.#isDoubtful = false
    this.#queue.push({
      order,
      begins: this.#begins,
      ends,
      bytes: isOnDisk ? undefined : bytes,
      size: bytes.length,
      isStripped: false,
      isDense: false,
      leftovers,
    })
    this.#begins = ends
    return true
  }

  async #tryToWrite(order: number, bytes: Buffer): Promise<boolean> {
    try {
      const file = await this.#writeWhole(order, 'sealed', bytes)
      await file.close()
      return true
    } catch (error) {
      this.#complain(error)
      return false
    }
  }

  /** Returns those that could not be deleted. */
  async #delete(files: readonly Leftover[]): Promise<readonly Leftover[]> {
    const left: Leftover[] = []
    for (const file of files) if (!(await deleteFile(this.#path(file.order, file.kind)))) left.push(file)
    return left
  }

  /** In small steps: requests are answered in between. */
  async #encode(tally: UsageTally, { replaces, spool }: Pick<SpoolHeader, 'replaces' | 'spool'>, number: () => number) {
    const at = Math.floor(this.#options.now())
    const records = [encodeHeader({ replaces, spool, begins: this.#begins })]
    if (tally.gaps.length > 0) records.push(encodeRecord({ number: number(), at, keys: [], gaps: tally.gaps }))
    for (const keys of tally.pieces()) {
      records.push(encodeRecord({ number: number(), at, keys, gaps: [] }))
      await nextTurn()
    }
    return Buffer.concat(records)
  }

  /** A file that is there whole, or not at all. */
  async #writeWhole(order: number, kind: 'log' | 'sealed', bytes: Buffer): Promise<FileHandle> {
    const written = this.#path(order, 'new')
    const file = await open(written, 'w', 0o600)
    try {
      await writeAll(file, bytes, 0)
      await file.datasync()
      await rename(written, this.#path(order, kind))
    } catch (error) {
      await file.close().catch(() => undefined)
      await deleteFile(written)
      throw error
    }
    await syncFolder(this.#options.folder)
    return file
  }

  // ---- delivering ----

  /** Undefined when the file is gone, or nothing of it can be read: then it has been set aside, and there is a next head. */
  async read(sealed: SealedFile): Promise<SealedContents | undefined> {
    let bytes = sealed.bytes
    try {
      bytes ??= await readFile(this.#path(sealed.order, 'sealed'))
    } catch (error) {
      this.#lose(sealed, `it cannot be read: ${(error as Error).message}`)
      this.#leave(sealed)
      return undefined
    }
    const { texts, length } = readTexts(bytes)
    const [first, ...rest] = texts
    const header = first && decodeHeader(first)
    if (!header || header.spool === null) {
      await this.setAside(sealed)
      return undefined
    }
    return { spool: header.spool, texts: rest, isDamaged: length < bytes.length }
  }

  /** The portal has it. Throws when the file cannot be deleted: nothing newer may be delivered before it is gone. */
  async remove(sealed: SealedFile): Promise<void> {
    const own: readonly Leftover[] = sealed.bytes ? [] : [{ order: sealed.order, kind: 'sealed' }]
    // Its own file last: as long as it is there, a restart knows that the others do not count.
    sealed.leftovers = await this.#delete(sealed.leftovers)
    const left = sealed.leftovers.length > 0 ? sealed.leftovers : await this.#delete(own)
    const [stuck] = left
    if (stuck) throw new Error(`${this.#path(stuck.order, stuck.kind)} cannot be deleted`)
    this.#leave(sealed)
  }

  /** A damaged file blocks nobody. */
  async setAside(sealed: SealedFile): Promise<void> {
    this.#lose(sealed, 'it is damaged')
    await rename(this.#path(sealed.order, 'sealed'), this.#path(sealed.order, 'damaged')).catch(() => undefined)
    this.#leave(sealed)
    await this.#tidy()
  }

  /** Keeps a batch that the portal will never take, for whoever looks into it. */
  async keepRejected(sealed: SealedFile, number: number, text: Buffer): Promise<void> {
    const path = join(this.#options.folder, `${nameOf(sealed.order)}-${number}.rejected`)
    try {
      const file = await open(path, 'w', 0o600)
      await writeAll(file, text, 0).finally(() => file.close())
      await this.#tidy()
    } catch (error) {
      this.#complain(error)
    }
  }

  #leave(sealed: SealedFile): void {
    const at = this.#queue.indexOf(sealed)
    if (at !== -1) this.#queue.splice(at, 1)
  }

  #lose({ order, begins, ends }: SealedFile, because: string): void {
    this.#options.log.error(
      { file: nameOf(order), because },
      'Usage that was counted is lost: a file of it was set aside',
    )
    this.#options.onGap({ begins, ends, reason: 'killed' })
  }

  async #tidy(): Promise<void> {
    const names = (await readdir(this.#options.folder)).filter((name) => /\.(?:damaged|rejected)$/.test(name)).sort()
    for (const name of names.slice(0, -MOST_SET_ASIDE)) await deleteFile(join(this.#options.folder, name))
  }

  // ---- the bound ----

  /**
   * Makes room: callers and requests go first, oldest first; then counts of the same hours are added up; then, and not
   * silently either, the oldest counts go. The head stays as it is, for it may be on its way.
   */
  async #shrink(): Promise<void> {
    const target = this.#options.mostBytes * 0.9
    try {
      for (const sealed of this.#queue.slice(1)) {
        if (this.bytes <= target) return
        if (!sealed.isStripped && !sealed.bytes) await this.#strip(sealed)
      }
      while (this.bytes > target) {
        const group = this.#mergeable()
        if (group.length < 2) break
        await this.#merge(group)
      }
      for (const sealed of this.#queue.slice(1)) {
        if (this.bytes <= target) return
        if (this.head === sealed) continue
        this.#options.log.error(
          { file: nameOf(sealed.order) },
          'Usage that was counted is lost: there is no room for it',
        )
        this.#options.onGap({ begins: sealed.begins, ends: sealed.ends, reason: 'disk_full' })
        await this.remove(sealed)
      }
    } catch (error) {
      this.#complain(error)
    }
  }

  async #strip(sealed: SealedFile): Promise<void> {
    const contents = await this.read(sealed)
    if (!contents || this.head === sealed) return
    const replaces = sealed.leftovers.map(({ order }) => order)
    const header: SpoolHeader = { replaces, spool: contents.spool, begins: sealed.begins }
    const records = [encodeHeader(header)]
    for (const text of contents.texts) {
      const record = decodeRecord(text)
      if (!record) continue
      const keys = record.keys.map((counted) => ({ ...counted, callers: [], requests: [] }))
      records.push(encodeRecord({ ...record, keys }))
      await nextTurn()
    }
    const bytes = Buffer.concat(records)
    if (this.head === sealed) return
    const file = await this.#writeWhole(sealed.order, 'sealed', bytes)
    await file.close()
    sealed.size = bytes.length
    sealed.isStripped = true
    this.#options.onGap({ begins: sealed.begins, ends: sealed.ends, reason: 'disk_full' })
  }

  #mergeable(): readonly SealedFile[] {
    const group: SealedFile[] = []
    let size = 0
    for (const sealed of this.#queue.slice(1)) {
      if (sealed.isDense || sealed.bytes) continue
      if (group.length >= MERGED_FILES || (group.length > 0 && size + sealed.size > MERGED_BYTES)) break
      group.push(sealed)
      size += sealed.size
    }
    return group
  }

  async #merge(group: readonly SealedFile[]): Promise<void> {
    const tally = new UsageTally(Number.POSITIVE_INFINITY)
    for (const sealed of group) {
      const contents = await this.read(sealed)
      if (!contents) return
      for (const text of contents.texts) {
        const record = decodeRecord(text)
        for (const counted of record?.keys ?? []) tally.add(counted)
        for (const gap of record?.gaps ?? []) tally.addGap(gap)
        await nextTurn()
      }
    }
    const taken = group.flatMap(({ order, leftovers }): Leftover[] => [...leftovers, { order, kind: 'sealed' }])
    const header = { replaces: taken.map(({ order }) => order), spool: this.#spool }
    const bytes = await this.#encode(tally, header, () => ++this.#number)
    // Meanwhile the head was delivered, and one of these is the head: it may be on its way by now.
    if (group.some((sealed) => sealed === this.head || !this.#queue.includes(sealed))) return
    const before = group.reduce((sum, { size }) => sum + size, 0)
    if (bytes.length > before * 0.9) {
      for (const sealed of group) sealed.isDense = true
      return
    }
    const order = this.#nextOrder()
    const merged: SealedFile = {
      order,
      begins: Math.min(...group.map(({ begins }) => begins)),
      ends: Math.max(...group.map(({ ends }) => ends)),
      bytes: undefined,
      size: bytes.length,
      isStripped: true,
      isDense: false,
      leftovers: [],
    }
    // Out of the queue first: from the rename on, these must not be delivered.
    for (const sealed of group) this.#leave(sealed)
    try {
      const file = await this.#writeWhole(order, 'sealed', bytes)
      await file.close()
    } catch (error) {
      this.#queue.push(...group)
      this.#queue.sort((a, b) => a.order - b.order)
      throw error
    }
    merged.leftovers = await this.#delete(taken)
    this.#queue.push(merged)
  }

  // ---- starting and ending ----

  async #recover(tally: UsageTally): Promise<void> {
    const { folder, now, log, onGap } = this.#options
    const found: { order: number; kind: string; modified: number; size: number; header: SpoolHeader | undefined }[] = []
    for (const name of (await readdir(folder)).sort()) {
      const [, digits, kind] = /^([0-9]{12})\.(log|sealed|new)$/.exec(name) ?? []
      if (!digits || !kind) continue
      this.#order = Math.max(this.#order, Number(digits))
      if (kind === 'new') {
        await deleteFile(join(folder, name))
        continue
      }
      const { mtimeMs, size } = await stat(join(folder, name))
      found.push({ order: Number(digits), kind, modified: mtimeMs, size, header: await readHeader(join(folder, name)) })
    }
    const replaced = new Set(found.flatMap(({ header }) => header?.replaces ?? []))
    let damagedSince = Number.POSITIVE_INFINITY
    for (const { order, kind, modified, size, header } of found) {
      if (replaced.has(order)) {
        if (!(await deleteFile(this.#path(order, kind))))
          throw new Error(`${this.#path(order, kind)} cannot be deleted`)
      } else if (kind === 'log') {
        damagedSince = Math.min(damagedSince, await this.#recoverLog(order, modified, tally))
      } else {
        const sealed: SealedFile = {
          order,
          begins: header?.begins ?? modified,
          ends: Math.max(modified, header?.begins ?? 0),
          bytes: undefined,
          size,
          isStripped: false,
          isDense: false,
          leftovers: [],
        }
        if (header) this.#queue.push(sealed)
        else await this.setAside(sealed)
      }
    }
    const alive = await readAlive(join(folder, 'alive'))
    if (alive === 'missing' && found.length === 0) return
    const isClean = typeof alive === 'object' && alive.clean
    if (isClean && damagedSince === Number.POSITIVE_INFINITY) return
    const ends = Math.floor(now())
    const newest = Math.max(...found.map(({ modified }) => modified), 0) || ends
    const lastSaved = isClean ? ends : typeof alive === 'object' ? alive.at : newest
    const begins = Math.min(lastSaved, damagedSince, ends)
    log.warn(
      { begins: new Date(begins).toISOString() },
      isClean
        ? 'Usage that was counted is lost: the disk has damaged it'
        : 'This gateway had not stopped in order: its last second of usage is lost',
    )
    onGap({ begins, ends, reason: 'killed' })
  }

  /** Returns since when what was counted is missing, by the portal's clock; infinity when nothing is. */
  async #recoverLog(order: number, modified: number, tally: UsageTally): Promise<number> {
    if (this.#log) throw new Error('there are two logs, and neither takes the place of the other')
    const path = this.#path(order, 'log')
    const bytes = await readFile(path)
    const { texts, length } = readTexts(bytes)
    const [first, ...rest] = texts
    const header = first && decodeHeader(first)
    let isWhole = header !== undefined && length === bytes.length
    let until = header?.begins ?? modified
    if (header) {
      this.#begins = header.begins
      for (const text of rest) {
        const record = decodeRecord(text)
        if (!record) {
          isWhole = false
          break
        }
        for (const counted of record.keys) tally.add(counted)
        for (const gap of record.gaps) tally.addGap(gap)
        until = record.at
      }
    }
    const file = await open(path, 'r+', 0o600)
    this.#log = { order, file, length, beginning: length, leftovers: [] }
    // All that can be read of it is in memory now; with the next second it is written anew, in its place.
    this.#isDoubtful = !isWhole
    return isWhole ? Number.POSITIVE_INFINITY : until
  }

  async close(): Promise<void> {
    await this.#log?.file.close().catch(() => undefined)
    await this.#alive?.close().catch(() => undefined)
    this.#log = undefined
    this.#alive = undefined
  }

  #nextOrder(): number {
    this.#order += 1
    return this.#order
  }

  #path(order: number, kind: string): string {
    return join(this.#options.folder, `${nameOf(order)}.${kind}`)
  }

  /** Once, until it goes well again: a full disk is full every second. */
  #complain(error: unknown): void {
    if (this.#hasComplained) return
    this.#hasComplained = true
    this.#options.log.error(
      { error: (error as Error).message },
      'Usage cannot be written to the disk; it is kept in memory and goes to the portal from there. Is the disk full?',
    )
  }
}

const nameOf = (order: number) => String(order).padStart(12, '0')

const takenOver = (log: OpenLog | undefined): readonly Leftover[] =>
  log ? [...log.leftovers, { order: log.order, kind: 'log' }] : []

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

/** True when the file is gone, whoever deleted it. */
async function deleteFile(path: string): Promise<boolean> {
  try {
    await unlink(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

/** A rename is durable only when its folder is; where folders cannot be synced, it is durable a little later. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // A kill loses nothing by this; only a power cut could.
  }
}

async function readHeader(path: string): Promise<SpoolHeader | undefined> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_MOST_BYTES), 0, HEADER_MOST_BYTES, 0)
    const [first] = readTexts(buffer.subarray(0, bytesRead)).texts
    return first && decodeHeader(first)
  } finally {
    await file.close()
  }
}

async function readAlive(path: string): Promise<{ at: number; clean: boolean } | 'missing' | 'damaged'> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    const { at, clean } = value as Record<string, unknown>
    return typeof at === 'number' && typeof clean === 'boolean' ? { at, clean } : 'damaged'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'damaged'
  }
}
