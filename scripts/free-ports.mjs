/** Asks before anything starts whether the ports are free: a sentence now is better than a stack trace in a minute. */
import { createServer } from 'node:net'

/** @param {{ port: number, host: string, variable: string, purpose: string }[]} wanted */
export async function assertPortsFree(wanted) {
  for (const { port, host, variable, purpose } of wanted) {
    const problem = await tryListening(port, host)
    if (!problem) continue
    const reason = problem === 'EADDRINUSE' ? 'is in use by another program' : `cannot be listened on (${problem})`
    throw new Error(
      `Port ${port}, for the ${purpose}, ${reason}. Choose another one: ${variable}=${port + 10} npm run ...`,
    )
  }
}

/** @returns {number} the port that the variable names; throws when it names none */
export function portFrom(environment, variable, standard) {
  const text = environment[variable]
  if (!text) return standard
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`${variable} must be a port number from 1 to 65535, not "${text}".`)
}

function tryListening(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
