import { type ChildProcess, spawn } from 'node:child_process'
import { build } from 'esbuild'
import { expect } from 'vitest'
import { until } from '@/gateway/testing/running-gateway'

/** Tests only: the gateway's program, bundled as the product is, but whole. */
export async function bundleGateway(outfile: string): Promise<void> {
  await build({
    entryPoints: ['gateway/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    alias: { '@': process.cwd() },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  })
}

const children = new Set<ChildProcess>()

/** Tests only: one real process, until it says where it listens or ends. Its app is `sentiment`. */
export async function runGatewayProcess(bundle: string, variables: Record<string, string>) {
  const child = spawn(process.execPath, [bundle], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'production',
      AURA_GATEWAY_LISTEN: '127.0.0.1:0',
      AURA_OUTBOUND_ALLOW: '127.0.0.0/8',
      ...variables,
    },
  })
  children.add(child)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const exited = new Promise<number | string | null>((resolve) =>
    child.on('exit', (code, signal) => {
      children.delete(child)
      resolve(code ?? signal)
    }),
  )
  const port = () => /"port":(\d+)/.exec(output)?.[1]
  await Promise.race([until(() => port() !== undefined, 'the port', 15_000), exited])
  const verify = async (token: string) => {
    const response = await fetch(`http://127.0.0.1:${port()}/verify?app=sentiment`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const text = await response.text()
    return text === '' ? 'accepted' : (JSON.parse(text).verdict as string)
  }
  const becomes = async (token: string, verdict: string) => {
    let last = ''
    for (let tries = 0; tries < 400 && last !== verdict; tries += 1) {
      last = await verify(token)
      if (last !== verdict) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(last, output).toBe(verdict)
  }
  return { child, output: () => output, port: () => Number(port()), exited, verify, becomes }
}

export type GatewayProcess = Awaited<ReturnType<typeof runGatewayProcess>>

/** To be called when the tests are over. */
export function killGatewayProcesses(): void {
  for (const child of children) child.kill('SIGKILL')
}
