import { type Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The gateway's verdict, when the answer is a refusal of its own. */
  readonly verdict: string | undefined
}

export interface CallOptions {
  readonly token?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  readonly agent?: Agent
  readonly milliseconds?: number
}

/** One request on a connection of its own, unless an agent is given. Rejects when no whole answer comes. */
export function call(
  url: string,
  { token, method = 'GET', headers = {}, body, agent, milliseconds = 15_000 }: CallOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method,
      agent: agent ?? false,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    })
    const limit = setTimeout(
      () => sent.destroy(new Error(`${url} gave no whole answer within ${milliseconds} ms`)),
      milliseconds,
    )
    const fail = (error: Error) => {
      clearTimeout(limit)
      reject(error)
    }
    sent.on('error', fail)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        clearTimeout(limit)
        const text = Buffer.concat(chunks).toString()
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          verdict: verdictOf(response.headers, text),
        })
      })
    })
    sent.end(body)
  })
}

function verdictOf(headers: IncomingHttpHeaders, body: string): string | undefined {
  if (headers['content-type'] !== 'application/problem+json') return undefined
  return (JSON.parse(body) as { verdict?: string }).verdict
}
