/** Runs one Node script to its end and keeps what it said. */
import { spawn } from 'node:child_process'
import { CHECKOUT } from './places.mjs'

/**
 * @param {string[]} args the script and its arguments
 * @param {{ environment?: Record<string, string | undefined>, onLine?: (line: string) => void }} options
 * @returns {Promise<{ code: number, output: string, stdout: string }>} `output` holds both streams as they came
 */
export function runNode(args, { environment = process.env, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: CHECKOUT, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let stdout = ''
    let begun = ''
    const hear = (chunk) => {
      output += chunk
      const lines = (begun + chunk).split('\n')
      begun = lines.pop() ?? ''
      for (const line of lines) onLine?.(line)
    }
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk
      hear(chunk)
    })
    child.stderr.setEncoding('utf8').on('data', hear)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (begun) onLine?.(begun)
      resolve({ code: code ?? 128, output: signal ? `${output}\nended by ${signal}` : output, stdout })
    })
  })
}
