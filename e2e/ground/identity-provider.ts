import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { installation } from '@/e2e/ground/installation'

export const CLIENT = { clientId: 'aura-portal', clientSecret: 'a secret that both sides know' }

const LOGIN_PAGE = `<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:," /><main><h1>Provider</h1>
<form method="post"><label>Login <input name="login" /></label> <button>Log in</button></form></main></html>`

/** A real provider, with a page of its own on which anybody may log in. Whoever logs in as “mara” is mara@<domain>. */
export async function startIdentityProvider(domain: string) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [`${installation().portalUrl}/sso/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['keys of the provider’s cookies'] },
    findAccount: (_: unknown, login: string) => ({
      accountId: login,
      claims: () => ({ sub: login, name: login, email: `${login}@${domain}`, email_verified: true }),
    }),
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/login/${uid}` },
    /** Nobody is asked whether the portal may know who they are. */
    async loadExistingGrant({ oidc }: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })

  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/login/')) return provider.callback()(request, response)
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      return response.end(LOGIN_PAGE)
    }
    const body = Buffer.concat(await request.toArray()).toString()
    const login = new URLSearchParams(body).get('login') ?? ''
    return provider.interactionFinished(request, response, { login: { accountId: login } })
  })
  return {
    issuer,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
