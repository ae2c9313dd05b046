/** Runs a Node program whose words the reader may follow. */
import { spawn } from 'node:child_process'
import { eachLine } from '../output-lines.mjs'
import { CHECKOUT } from '../places.mjs'

/** Programs that run now; several may, and are stopped together. */
const running = new Set()

/** @returns {Promise<number>} its exit code */
export function runVisibly(args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: CHECKOUT,
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...environment },
      // Whole lines, since another suite may be speaking at the same time; a terminal of its own would redraw over them.
      stdio: ['ignore', 'pipe', 'pipe'],
      // A session of its own, so that Ctrl-C reaches it once, through us: a second one would cut its cleaning up short.
      detached: true,
    })
    eachLine(child.stdout, (line) => console.log(line))
    eachLine(child.stderr, (line) => console.error(line))
    if (running.size === 0) for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stopAll)
    running.add(child)
    child.on('error', reject)
    child.on('close', (code) => {
      running.delete(child)
      if (running.size === 0) for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stopAll)
      resolve(code ?? 128)
    })
  })
}

function stopAll() {
  const children = [...running]
  let left = children.length
  for (const child of children) {
    child.once('close', () => {
      endWhatItLeft(child.pid)
      left -= 1
      if (left === 0) process.exit(130)
    })
    child.kill('SIGINT')
  }
}

/** Whatever the tests had started and not yet ended belongs to the same session. */
function endWhatItLeft(pid) {
  try {
    process.kill(-pid, 'SIGTERM')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
