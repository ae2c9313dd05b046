import { type IncomingMessage, request } from 'node:http'
import { builtAction } from '@/e2e/processes/built-actions'
import type { ActionState } from '@/lib/contract/action-state'

/** Speaks to the portal as a browser does, on plain HTTP: forms, cookies and server actions, without a page in between. */
export interface SignedInClient {
  /**
   * Calls a server action by its name, from a page that has it. Undefined when no answer came; what had come before the
   * connection broke still counts, for a browser would have it as well.
   */
  act<Output>(page: string, action: string, ...args: readonly unknown[]): Promise<ActionState<Output> | undefined>
  readonly cookies: string
}

interface Exchange {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A form of a page, as it is before any script runs: what is in it by itself is sent with what is filled in, whenever that is. */
export async function openForm(
  portalUrl: string,
  publicUrl: string,
  path: string,
): Promise<(filled: Readonly<Record<string, string>>) => Promise<Exchange>> {
  // A browser is at the portal's public address, wherever that leads.
  const { host } = new URL(publicUrl)
  const { body: html } = await exchange(`${portalUrl}${path}`, 'GET', { host })
  const [form] = /<form[^>]*>.*?<\/form>/s.exec(html) ?? []
  if (!form) throw new Error(`The page ${path.split('?')[0]} has no form: ${html.slice(0, 500)}`)
  const fields = new FormData()
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g))
    fields.append(attribute(input, 'name'), attribute(input, 'value'))
  return async (filled) => {
    for (const [name, value] of Object.entries(filled)) fields.append(name, value)
    const encoded = new Response(fields)
    return exchange(
      `${portalUrl}${path}`,
      'POST',
      { host, origin: publicUrl, 'content-type': encoded.headers.get('content-type') ?? '' },
      Buffer.from(await encoded.arrayBuffer()),
    )
  }
}

/** Signs in on the sign-in page by its form, as a browser without JavaScript does. */
export async function signIn(
  portalUrl: string,
  publicUrl: string,
  credentials: { readonly email: string; readonly password: string },
): Promise<SignedInClient> {
  const send = await openForm(portalUrl, publicUrl, '/sign-in')
  const answer = await send(credentials)
  const cookies = (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ')
  if (answer.status !== 303 || !cookies.includes('session-token'))
    throw new Error(`Signing in answered ${answer.status}: ${answer.body.slice(0, 500)}`)
  return clientWith(portalUrl, publicUrl, cookies)
}

/** A browser with these cookies; with none it is signed out. */
export function clientWith(portalUrl: string, publicUrl: string, cookies: string): SignedInClient {
  const { host } = new URL(publicUrl)
  return {
    cookies,
    async act(page, action, ...args) {
      const headers = {
        host,
        origin: publicUrl,
        cookie: cookies,
        'next-action': builtAction(action).id,
        accept: 'text/x-component',
        'content-type': 'text/plain;charset=UTF-8',
      }
      const { status, body } = await exchange(`${portalUrl}${page}`, 'POST', headers, Buffer.from(JSON.stringify(args)))
      // The answer of React's protocol: row 1 is what the action returned.
      const [, row] = /^1:(\{.*\})$/m.exec(body) ?? []
      if (row) return JSON.parse(row)
      if (status === 0 || status === 200) return undefined
      throw new Error(`The action ${action} answered ${status}: ${body.slice(0, 500)}`)
    },
  }
}

/** Whatever came, whole or not; status 0 when nothing did. */
function exchange(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: Buffer,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let answer: IncomingMessage | undefined
    const settle = () =>
      resolve({
        status: answer?.statusCode ?? 0,
        headers: answer?.headers ?? {},
        body: Buffer.concat(chunks).toString(),
      })
    const sent = request(url, {
      method,
      agent: false,
      headers: { ...headers, ...(body ? { 'content-length': String(body.length) } : {}) },
    })
    sent.on('error', settle)
    sent.on('response', (response) => {
      answer = response
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', settle)
      response.on('close', settle)
    })
    sent.end(body)
  })
}

function attribute(element: string, name: string): string {
  const [, value = ''] = new RegExp(`\\b${name}="([^"]*)"`).exec(element) ?? []
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
