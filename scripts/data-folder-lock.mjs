/** One data folder has one holder at a time; a second start is refused with the name of the first. */
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, startMark } from './process-identity.mjs'

const lockPath = (folder) => join(folder, 'holder.json')

/**
 * @typedef {{ pid: number, startMark: string | null, startedAt: string, command: string, ports: number[] }} Holder
 */

/**
 * @param {string} folder an existing folder
 * @param {{ command: string, ports?: number[] }} holder
 * @returns {() => void} gives the folder back
 */
export function holdDataFolder(folder, { command, ports = [] }) {
  const path = lockPath(folder)
  const mine = JSON.stringify({
    pid: process.pid,
    startMark: startMark(process.pid),
    startedAt: new Date().toISOString(),
    command,
    ports,
  })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    while (!createFrom(draft, path)) {
      const theirs = readText(path)
      const holder = theirs === null ? null : parse(theirs)
      if (holder && isHolding(holder)) throw new FolderInUseError(folder, holder)
      if (theirs !== null) removeIfUnchanged(path, theirs)
    }
  } finally {
    unlinkSync(draft)
  }
  return () => {
    if (readText(path) === mine) unlinkSync(path)
  }
}

/** @returns {Holder | null} whoever holds the folder right now */
export function currentHolder(folder) {
  const text = readText(lockPath(folder))
  const holder = text === null ? null : parse(text)
  return holder && isHolding(holder) ? holder : null
}

export class FolderInUseError extends Error {
  /** @param {Holder} holder */
  constructor(folder, holder) {
    const ports = holder.ports.length > 0 ? `, ports ${holder.ports.join(' and ')}` : ''
    super(
      `The data folder ${folder} is in use by "${holder.command}" (process ${holder.pid}, since ${holder.startedAt}${ports}). Stop that one first, or choose another folder with AURA_DATA_DIR.`,
    )
    this.holder = holder
  }
}

const isHolding = (holder) => isAlive(holder.pid) && startMark(holder.pid) === holder.startMark

/** `link` makes the lock appear whole or not at all, and fails when there is one already. */
function createFrom(draft, path) {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** A dead holder's lock is moved aside before it is deleted, so that a faster one's fresh lock is noticed and given back. */
function removeIfUnchanged(path, stale) {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (readText(aside) !== stale) createFrom(aside, path)
  unlinkSync(aside)
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
