/** Runs a Node program whose words the reader may follow. */
import { spawn } from 'node:child_process'
import { CHECKOUT } from '../places.mjs'

/** @returns {Promise<number>} its exit code */
export function runVisibly(args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: CHECKOUT,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
      // A session of its own, so that Ctrl-C reaches it once, through us: a second one would cut its cleaning up short.
      detached: true,
    })
    const stop = () => {
      child.once('close', () => {
        endWhatItLeft(child.pid)
        process.exit(130)
      })
      child.kill('SIGINT')
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      resolve(code ?? 128)
    })
  })
}

/** Whatever the tests had started and not yet ended belongs to the same session. */
function endWhatItLeft(pid) {
  try {
    process.kill(-pid, 'SIGTERM')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
