import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, get, type Server } from 'node:http'
import { type AddressInfo, createServer as createNetServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, temporaryFolder, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx'].find((path) => {
  try {
    execFileSync(path, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/** Asks the system for a port that is free now. */
async function freePort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe.skipIf(!NGINX)('nginx with auth_request in front of an app', () => {
  const folder = temporaryFolder()
  let organization: TestOrganization
  let app: DataPlaneApp
  let portal: PortalStandIn
  let running: RunningGateway
  let upstream: Server
  let nginx: ChildProcess
  let url: string

  beforeAll(async () => {
    upstream = createServer((request, response) => response.end(JSON.stringify(request.headers)))
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    organization = await makeOrganization()
    app = organization.app('sentiment', 'http://127.0.0.1:9')
    const keyLimits = [
      { position: 3, limits: { rate: { requestsPerMinute: 1, burst: 1 }, addresses: [] } },
      { position: 4, limits: { rate: null, addresses: ['127.0.0.2/32'] } },
    ]
    portal = new PortalStandIn(await organization.state([app], { keyLimits }))
    running = await runGateway(portal, await portal.listen(), { trustedProxies: ['127.0.0.1/32'] })
    await until(() => running.gateway.feed.isFresh(), 'a lease')
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    const path = join(folder.path, 'nginx.conf')
    writeFileSync(
      path,
      `daemon off; master_process off; pid ${folder.path}/pid; error_log ${folder.path}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder.path}/body; proxy_temp_path ${folder.path}/proxy; fastcgi_temp_path ${folder.path}/f; uwsgi_temp_path ${folder.path}/u; scgi_temp_path ${folder.path}/s;
  server {
    listen 127.0.0.1:${port};
    location / {
      auth_request /_verify;
      auth_request_set $key_id $upstream_http_x_aura_key_id;
      auth_request_set $user $upstream_http_x_aura_user;
      auth_request_set $aura_status $upstream_status;
      auth_request_set $aura_retry_after $upstream_http_retry_after;
      auth_request_set $aura_request_id $upstream_http_x_aura_request_id;
      error_page 500 = @aura_refused;
      proxy_set_header X-Aura-Key-Id $key_id;
      proxy_set_header X-Aura-User $user;
      proxy_set_header Authorization "";
      proxy_pass http://127.0.0.1:${(upstream.address() as AddressInfo).port};
    }
    location = /_verify {
      internal;
      proxy_pass ${running.url}/verify?app=sentiment;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Forwarded-For $remote_addr;
    }
    location @aura_refused {
      default_type application/problem+json;
      add_header Retry-After $aura_retry_after always;
      add_header X-Aura-Request-Id $aura_request_id always;
      if ($aura_status ~ 404$) { return 404 '{"type":"urn:aura:verdict:unknown_app","title":"Unknown app","status":404}'; }
      if ($aura_status ~ 429$) { return 429 '{"type":"urn:aura:verdict:rate_limited","title":"Too many requests","status":429}'; }
      return 503 '{"type":"urn:aura:verdict:status_stale","title":"The gateway cannot answer","status":503}';
    }
  }
}
`,
    )
    nginx = spawn(NGINX as string, ['-c', path, '-p', folder.path, '-e', join(folder.path, 'error.log')], {
      stdio: 'inherit',
    })
    let isUp = false
    const look = () =>
      fetch(url).then(
        () => {
          isUp = true
        },
        () => setTimeout(look, 20),
      )
    void look()
    await until(() => isUp, 'nginx', 10_000)
  }, 20_000)

  afterAll(async () => {
    const gone = new Promise((resolve) => nginx.on('exit', resolve))
    nginx.kill('SIGTERM')
    await gone
    await running.stop()
    await portal.close()
    upstream.closeAllConnections()
    upstream.close()
    folder.remove()
  })

  it('lets a good key through and tells the app who called, whatever the caller claims', async () => {
    const token = await organization.mint(app, 1)
    const response = await fetch(`${url}/verify?app=other`, {
      method: 'POST',
      body: 'a body that only the app gets',
      headers: { authorization: `Bearer ${token}`, 'x-aura-key-id': 'forged', 'x-original-uri': '/verify?app=other' },
    })
    const headers = (await response.json()) as Record<string, string>
    expect([response.status, headers.authorization]).toEqual([200, undefined])
    expect(headers['x-aura-key-id']).toMatch(/^key_[0-9a-f-]{36}$/)
    expect(JSON.parse(Buffer.from(headers['x-aura-user'] ?? '', 'base64url').toString()).id).toBe(app.serverUserId)
  })

  it('turns a bad key away with the gateway’s challenge', async () => {
    const refused = await fetch(url, { headers: { authorization: 'Bearer x' } })
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('Bearer realm="sentiment", error="invalid_token"'),
    ])
    expect((await fetch(url)).status).toBe(401)
  })

  it('stops a key as soon as it is revoked', async () => {
    const headers = { authorization: `Bearer ${await organization.mint(app, 2)}` }
    expect((await fetch(url, { headers })).status).toBe(200)
    const seq = portal.publish({ kind: 'status', set: [{ value: 1, runs: [[2, 1]] }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    expect((await fetch(url, { headers })).status).toBe(401)
  })

  it('says when a key is used too often, and when to come again', async () => {
    const headers = { authorization: `Bearer ${await organization.mint(app, 3)}` }
    expect((await fetch(url, { headers })).status).toBe(200)
    const refused = await fetch(url, { headers })
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
      429,
      'urn:aura:verdict:rate_limited',
    ])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30)
    expect(refused.headers.get('x-aura-request-id')).toMatch(/^req_/)
  })

  // Elsewhere the loopback has one address alone.
  it.skipIf(process.platform !== 'linux')('keeps a key to its addresses, behind the proxy too', async () => {
    const authorization = `Bearer ${await organization.mint(app, 4)}`
    const from = (localAddress: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { authorization, 'x-forwarded-for': '127.0.0.2' }
        get(url, { localAddress, headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        }).on('error', reject)
      })
    expect([await from('127.0.0.2'), await from('127.0.0.3'), await from('127.0.0.1')]).toEqual([200, 403, 403])
  })

  it('says that there is no such app any more', async () => {
    const seq = portal.publish({ kind: 'app', app: { ...app, deleted: true } })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    const gone = await fetch(url)
    expect([gone.status, ((await gone.json()) as { type: string }).type]).toEqual([404, 'urn:aura:verdict:unknown_app'])
  })

  it('answers 503, and lets nobody through, when the gateway is not there', async () => {
    const headers = { authorization: `Bearer ${await organization.mint(app, 6)}` }
    await running.gateway.stop()
    expect((await fetch(url, { headers })).status).toBe(503)
  })
})
