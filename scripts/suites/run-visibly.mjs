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
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 128))
  })
}
