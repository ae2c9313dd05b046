import { type Dispatcher, request } from 'undici'

/** An answer that is larger than it may be is not read to its end. */
export class OutboundAnswerTooLarge extends Error {
  readonly code = 'outbound_answer_too_large'

  constructor(mostBytes: number) {
    super(`The answer is larger than ${mostBytes} bytes`)
    this.name = 'OutboundAnswerTooLarge'
  }
}

interface Asked {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Ends it, the reading of the answer too. */
  readonly signal: AbortSignal
  readonly mostBytes: number
}

/** Sends a request through the outbound rules, and reads the whole answer, bounded in size and time. Redirects are handed back as they are. */
export async function boundedRequest(
  dispatcher: Dispatcher,
  url: string,
  { method, headers, body, signal, mostBytes }: Asked,
): Promise<Response> {
  const answer = await request(url, {
    dispatcher,
    method: method as Dispatcher.HttpMethod,
    // What is compressed may be small on the way and huge when it has come.
    headers: { ...headers, 'accept-encoding': 'identity' },
    body: body ?? null,
    signal,
  })
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of answer.body) {
    bytes += piece.length
    if (bytes > mostBytes) {
      answer.body.destroy()
      throw new OutboundAnswerTooLarge(mostBytes)
    }
    pieces.push(piece)
  }
  const received = new Headers()
  for (const [name, values] of Object.entries(answer.headers))
    for (const value of [values ?? []].flat()) received.append(name, value)
  const empty = [101, 204, 205, 304].includes(answer.statusCode)
  return new Response(empty ? null : Buffer.concat(pieces), { status: answer.statusCode, headers: received })
}
