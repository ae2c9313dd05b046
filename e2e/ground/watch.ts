import type { BrowserContext, Request } from '@playwright/test'

/** What must not happen on any page, noted as it happens. */
export interface Watch {
  /** What a test brings about on purpose. */
  allow(expected: RegExp): void
  problems(): readonly string[]
}

const isLoopback = (url: URL) =>
  url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]'
const WITHOUT_A_HOST = new Set(['about:', 'blob:', 'data:'])

/** Watches every page of a context for errors in the console and in scripts, violations of the policy, failing answers, and calls to elsewhere. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const seen: string[] = []
  const allowed: RegExp[] = []
  // The console names most violations; those that the policy only reports would be missed there.
  await context.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        console.error(
          `securitypolicyviolation: ${violatedDirective} refused ${blockedURI} (${sourceFile}:${lineNumber})`,
        )
      },
    )
  })
  context.on('console', (message) => {
    if (message.type() === 'error')
      seen.push(`console error on ${message.page()?.url()}: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) =>
    seen.push(`script error on ${error.page()?.url()}: ${error.error().stack ?? error.error().message}`),
  )
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (!WITHOUT_A_HOST.has(url.protocol) && !isLoopback(url))
      seen.push(`a request left this machine: ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 500)
      seen.push(`${response.request().method()} ${response.url()} answered ${response.status()}`)
  })
  context.on('requestfailed', (request) => {
    if (!wasLeft(request)) seen.push(`${request.method()} ${request.url()} failed: ${request.failure()?.errorText}`)
  })
  return {
    allow: (expected) => allowed.push(expected),
    problems: () => seen.filter((problem) => !allowed.some((expected) => expected.test(problem))),
  }
}

/** A page that is left drops what it was still loading. */
const wasLeft = (request: Request) => request.failure()?.errorText === 'net::ERR_ABORTED'
