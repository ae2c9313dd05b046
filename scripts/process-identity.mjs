/** Tells a living process from a dead one, and one process from another that was given the same number later. */
import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** A zombie is dead: it answers `kill(pid, 0)` until somebody reaps it, which in a container may be never. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  const state = processState(pid)
  return state !== null && state !== 'Z' && state !== 'X'
}

/** Something that differs between two processes which were given the same number, or null when there is no such process. */
export function startMark(pid) {
  if (process.platform !== 'linux') return portable(pid, 'lstart=')
  const fields = statFields(pid)
  if (!fields) return null
  // Field 22 of /proc/<pid>/stat counts from boot, so the boot's own id belongs to it.
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
}

/** The folder that a process works in, where the system tells (Linux), else null. */
export function workingFolder(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

/** The command line of a process as one string, or null. */
export function commandLine(pid) {
  if (process.platform !== 'linux') return portable(pid, 'command=')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null
  } catch {
    return null
  }
}

function processState(pid) {
  if (process.platform !== 'linux') return portable(pid, 'state=')?.[0] ?? null
  return statFields(pid)?.[0] ?? null
}

/** The fields after the process's name, which stands in parentheses and may itself contain spaces and parentheses. */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function portable(pid, field) {
  const shown = spawnSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' })
  return shown.status === 0 ? shown.stdout.trim() || null : null
}
