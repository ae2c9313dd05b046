import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  type MadeApp,
  openInstallation,
  type PortalProcess,
  startGateway,
  untilCaughtUp,
  untilReady,
} from '@/e2e/processes/installation'
import { type RunningProcess, startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'
import { startUpstream, type Upstream } from '@/e2e/processes/upstream'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'

/** Proxies in front of an app that ask the gateway about each request. Where one is not installed, its tests are listed as skipped. */
const NGINX = programAt('/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx')
const HAPROXY = programAt(
  '/usr/sbin/haproxy',
  '/usr/bin/haproxy',
  '/usr/local/sbin/haproxy',
  '/opt/homebrew/bin/haproxy',
)

let database: TestDatabase
let installation: Installation
let portal: PortalProcess
let gateway: GatewayProcess
let upstream: Upstream
let app: MadeApp

beforeAll(async () => {
  database = await createTestDatabase()
  installation = await openInstallation(database.databaseUrl)
  upstream = await startUpstream()
  app = await installation.createApp('sales-dashboard', upstream.url)
  portal = await installation.startPortal()
  const token = await installation.registerGateway('edge')
  gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  await untilReady(gateway)
})

afterAll(async () => {
  await gateway?.stop()
  await portal?.stop()
  await upstream?.close()
  await installation?.close()
  await database?.drop()
})

describe.each([
  { proxy: 'nginx auth_request', program: NGINX, start: startNginx },
  { proxy: 'HAProxy', program: HAPROXY, start: startHaproxy },
])('behind $proxy', ({ program, start }) => {
  it.skipIf(!program)('an app is reached with a good key, is told who called, and never sees the key', async () => {
    await withProxy(program, start, async (ask) => {
      const key = await installation.createKey(app, `good ${program}`)
      await untilCaughtUp(gateway, installation)
      const answer = await ask({
        token: key.token,
        headers: { 'X-Aura-Key-Id': 'key_forged', 'X-Aura-Principal': 'someone else' },
      })
      expect(answer.status).toBe(200)
      const { keyId, headers } = JSON.parse(answer.body)
      expect(keyId).toBe(key.id)
      expect(headers['x-aura-principal']).toMatch(/^srv_|^mem_|^[a-z]+_/)
      expect(headers['x-aura-principal']).not.toBe('someone else')
      expect(JSON.stringify(headers)).not.toContain(key.token.slice(0, 40))
    })
  })

  it.skipIf(!program)(
    'a revoked key is refused at once, and so are no key, garbage, and a gateway that is gone',
    async () => {
      await withProxy(program, start, async (ask) => {
        const key = await installation.createKey(app, `doomed ${program}`)
        await untilCaughtUp(gateway, installation)
        expect((await ask({ token: key.token })).status).toBe(200)
        await installation.revoke(key)
        await until('the key is refused', async () => (await ask({ token: key.token })).status === 401, {
          milliseconds: 5_000,
        })
        const reached = upstream.received.length
        expect((await ask({})).status).toBe(401)
        expect((await ask({ token: 'garbage' })).status).toBe(401)
        const refused = await ask({ token: key.token })
        expect([refused.status, refused.headers['www-authenticate']]).toEqual([
          401,
          expect.stringContaining('error="invalid_token"'),
        ])
        // Past the budget of failed signatures callers are told so, and not that something is broken.
        const forged = `${key.token.slice(0, -6)}AAAAAA`
        await until('there have been too many', async () => (await ask({ token: forged })).status === 429)
        expect(upstream.received.length).toBe(reached)
      })
      await withProxy(
        program,
        start,
        async (ask) => {
          const key = await installation.createKey(app, `unheard ${program}`)
          await untilCaughtUp(gateway, installation)
          const reached = upstream.received.length
          expect((await ask({ token: key.token })).status).toBe(503)
          expect(upstream.received.length).toBe(reached)
        },
        await freePort(),
      )
    },
  )
})

type Ask = (options: { token?: string; headers?: Record<string, string> }) => Promise<Answer>
type StartProxy = (
  program: string,
  folder: string,
  ports: { readonly listen: number; readonly gateway: number; readonly app: number },
) => RunningProcess

async function withProxy(
  program: string | undefined,
  start: StartProxy,
  work: (ask: Ask) => Promise<void>,
  gatewayPort = portOf(gateway.url),
): Promise<void> {
  if (!program) return
  const listen = await freePort()
  const folder = join(installation.folder, `proxy-${listen}`)
  mkdirSync(folder)
  const proxy = start(program, folder, { listen, gateway: gatewayPort, app: portOf(upstream.url) })
  try {
    const url = `http://127.0.0.1:${listen}/some/page?a=b`
    await until('the proxy listens', async () => (await call(url)).status > 0, { milliseconds: 5_000 }).catch(
      (error) => {
        throw new Error(`${error.message}\nIt said:\n${proxy.output()}`)
      },
    )
    await work((options) => call(url, options))
  } finally {
    await proxy.kill()
  }
}

function startNginx(
  program: string,
  folder: string,
  ports: { readonly listen: number; readonly gateway: number; readonly app: number },
): RunningProcess {
  const identity = ['Key-Id', 'Principal', 'Scope', 'User', 'App', 'Request-Id']
  const variable = (name: string) => `$aura_${name.toLowerCase().replace('-', '_')}`
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n')
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;
error_log stderr;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  ${temporary}
  server {
    listen 127.0.0.1:${ports.listen};
    location / {
      auth_request /aura;
      ${identity.map((name) => `auth_request_set ${variable(name)} $upstream_http_x_aura_${name.toLowerCase().replace('-', '_')};`).join('\n      ')}
      ${identity.map((name) => `proxy_set_header X-Aura-${name} ${variable(name)};`).join('\n      ')}
      auth_request_set $aura_status $upstream_status;
      error_page 500 = @aura_refused;
      proxy_set_header Authorization "";
      proxy_pass http://127.0.0.1:${ports.app};
    }
    location @aura_refused {
      if ($aura_status ~ 404$) { return 404; }
      if ($aura_status ~ 429$) { return 429; }
      return 503;
    }
    location = /aura {
      internal;
      proxy_pass http://127.0.0.1:${ports.gateway}/verify?app=${app.slug};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}
`,
  )
  return startProcess({
    name: 'nginx',
    program,
    args: ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr'],
    environment: { PATH: process.env.PATH },
  })
}

/** HAProxy has no auth_request; its own HTTP client, called from Lua, does the same. */
function startHaproxy(
  program: string,
  folder: string,
  ports: { readonly listen: number; readonly gateway: number; readonly app: number },
): RunningProcess {
  writeFileSync(
    join(folder, 'aura.lua'),
    `core.register_action("aura_verify", { "http-req" }, function(txn)
  local sent = { ["x-forwarded-for"] = { txn.f:src() } }
  for _, value in pairs(txn.http:req_get_headers()["authorization"] or {}) do
    sent["authorization"] = { value }
  end
  local answer = core.httpclient():get({ url = "http://127.0.0.1:${ports.gateway}/verify?app=${app.slug}", headers = sent, timeout = 5000 })
  txn:set_var("txn.aura_status", answer and answer.status or 0)
  local headers = answer and answer.headers or {}
  for _, name in ipairs({ "key-id", "principal", "scope", "user", "app", "request-id" }) do
    local value = headers["x-aura-" .. name]
    txn.http:req_del_header("X-Aura-" .. name)
    if value then txn.http:req_set_header("X-Aura-" .. name, value[0] or value[1]) end
  end
  local challenge = headers["www-authenticate"]
  txn:set_var("txn.aura_challenge", challenge and (challenge[0] or challenge[1]) or "Bearer")
  local retry_after = headers["retry-after"]
  txn:set_var("txn.aura_retry_after", retry_after and (retry_after[0] or retry_after[1]) or "10")
end)
`,
  )
  writeFileSync(
    join(folder, 'haproxy.cfg'),
    `global
  lua-load ${folder}/aura.lua
defaults
  mode http
  timeout connect 5s
  timeout client 10s
  timeout server 10s
frontend public
  bind 127.0.0.1:${ports.listen}
  http-request lua.aura_verify
  http-request return status 401 hdr WWW-Authenticate "%[var(txn.aura_challenge)]" if { var(txn.aura_status) -m int 401 }
  http-request return status 403 if { var(txn.aura_status) -m int 403 }
  http-request return status 404 if { var(txn.aura_status) -m int 404 }
  http-request return status 429 hdr Retry-After "%[var(txn.aura_retry_after)]" if { var(txn.aura_status) -m int 429 }
  http-request return status 503 unless { var(txn.aura_status) -m int 204 }
  http-request del-header Authorization
  default_backend app
backend app
  server app 127.0.0.1:${ports.app}
`,
  )
  return startProcess({
    name: 'haproxy',
    program,
    args: ['-db', '-f', join(folder, 'haproxy.cfg')],
    environment: { PATH: process.env.PATH },
  })
}

function programAt(...paths: readonly string[]): string | undefined {
  const found = paths.find((path) => existsSync(path))
  // Installed for another machine, or without a library that it needs, is not installed.
  return found && spawnSync(found, ['-v']).status === 0 ? found : undefined
}

const portOf = (url: string) => Number(new URL(url).port)
