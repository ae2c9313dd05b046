/** Runs one Node program with our terminal, hands it our signals, and gives back its exit code. */
import { spawn } from 'node:child_process'
import { CHECKOUT } from './places.mjs'

/** The program gets a session of its own, so that one Ctrl-C reaches it once. @returns {Promise<number>} */
export function runInForeground(args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: CHECKOUT, env: environment, stdio: 'inherit', detached: true })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill('SIGTERM'))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(signal === 'SIGTERM' ? 0 : (code ?? 1)))
  })
}
