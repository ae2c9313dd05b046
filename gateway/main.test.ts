import { rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleGateway, killGatewayProcesses, runGatewayProcess } from '@/gateway/testing/gateway-process'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { temporaryFolder } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

const folder = temporaryFolder()
const bundle = join(folder.path, 'gateway.mjs')
const dataFolder = join(folder.path, 'data')
let organization: TestOrganization
let app: DataPlaneApp
let portal: PortalStandIn
let portalUrl: string

beforeAll(async () => {
  await bundleGateway(bundle)
  organization = await makeOrganization()
  app = organization.app('sentiment', 'http://127.0.0.1:9')
  portal = new PortalStandIn(await organization.state([app]))
  portalUrl = await portal.listen()
}, 30_000)

afterAll(async () => {
  killGatewayProcesses()
  await portal.close()
  folder.remove()
})

/** One real process of a gateway that belongs to this portal. */
const run = (variables: Record<string, string> = {}) =>
  runGatewayProcess(bundle, {
    AURA_PORTAL_URL: portalUrl,
    AURA_GATEWAY_TOKEN: portal.token,
    AURA_DATA_DIR: dataFolder,
    ...variables,
  })

/** Makes the portal unreachable, or reachable again. */
function setPortalAway(away: boolean) {
  for (const path of ['snapshot', 'changes', 'lease', 'acknowledgements', 'release']) {
    if (away) portal.overrides.set(`/dataplane/${path}`, { status: 503, body: '' })
    else portal.overrides.delete(`/dataplane/${path}`)
  }
  if (away) portal.cutStreams()
}

describe('a gateway process', () => {
  it('killed right after an acknowledgement, and started again with the portal away, still refuses what it acknowledged', async () => {
    const [good, doomed] = [await organization.mint(app, 1), await organization.mint(app, 2)]
    const first = await run()
    await first.becomes(good, 'accepted')
    await first.becomes(doomed, 'accepted')
    portal.onAcknowledgement = ({ seq }) => {
      if (seq >= revoked) first.child.kill('SIGKILL')
    }
    const revoked = portal.seq + 1
    portal.publish({ kind: 'status', set: [{ value: 1, runs: [[2, 1]] }] })
    expect(await first.exited).toBe('SIGKILL')
    portal.onAcknowledgement = () => undefined
    setPortalAway(true)
    const second = await run()
    expect([await second.verify(doomed), await second.verify(good)]).toEqual(['revoked', 'accepted'])

    // The data folder has an owner while it lives.
    const intruder = await run()
    expect(await intruder.exited).toBe(1)
    expect(intruder.output()).toContain('give each gateway a folder of its own')

    second.child.kill('SIGKILL')
    await second.exited
    truncateSync(join(dataFolder, 'journal'), 4_200)
    const third = await run()
    expect([await third.verify(good), await third.verify(doomed)]).toEqual(['status_stale', 'status_stale'])
    setPortalAway(false)
    await third.becomes(good, 'accepted')
    expect(await third.verify(doomed)).toBe('revoked')

    third.child.kill('SIGTERM')
    expect(await third.exited, third.output()).toBe(0)
    expect(portal.releases).toHaveLength(1)
    setPortalAway(true)
    const fourth = await run()
    expect(await fourth.verify(good)).toBe('status_stale')
    setPortalAway(false)
    await fourth.becomes(good, 'accepted')

    fourth.child.kill('SIGKILL')
    await fourth.exited
    rmSync(dataFolder, { recursive: true })
    setPortalAway(true)
    const fifth = await run()
    expect(await fifth.verify(good)).toBe('status_stale')
    fifth.child.kill('SIGKILL')
    await fifth.exited
    setPortalAway(false)
  }, 60_000)

  it('that finds its port taken leaves no lease behind', async () => {
    const taken = new URL(portalUrl).host
    const leases = portal.leases.length
    const refused = await run({ AURA_GATEWAY_LISTEN: taken, AURA_DATA_DIR: join(folder.path, 'taken') })
    expect(await refused.exited).toBe(1)
    expect(refused.output()).toMatch(/EADDRINUSE[\s\S]*Set AURA_GATEWAY_LISTEN/)
    const instances = new Set(portal.leases.slice(leases).map(({ instance }) => instance))
    for (const instance of instances) expect(portal.releases.map((release) => release.instance)).toContain(instance)
  }, 20_000)

  it('that cannot write where it is told says which setting to change', async () => {
    const refused = await run({ AURA_DATA_DIR: join(bundle, 'no-folder') })
    expect(await refused.exited).toBe(1)
    expect(refused.output()).toContain('Set AURA_DATA_DIR to a folder')
  }, 20_000)

  it('says everything that is wrong with its environment, and does not start', async () => {
    const refused = await run({ AURA_PORTAL_URL: 'http://portal.example.com', AURA_GATEWAY_TOKEN: 'x' })
    expect(await refused.exited).toBe(1)
    expect(refused.output()).toMatch(/AURA_PORTAL_URL must begin with https[\s\S]*AURA_GATEWAY_TOKEN does not hold/)
  }, 20_000)
})
