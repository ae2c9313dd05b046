import { receiptMilliseconds } from '@/bench/many-gateways'
import { median, readable } from '@/bench/numbers'
import { allowManyKeys, insertKeyRows } from '@/bench/scene'
import { freePort } from '@/e2e/processes/free-port'
import { openInstallation, startGateway, untilCaughtUp, untilReady } from '@/e2e/processes/installation'
import { UNSEEN } from '@/lib/core/impact'
import { addMember } from '@/lib/operations/add-member'
import { removeMember } from '@/lib/operations/remove-member'

const KEYS = 10_000
const LEAVERS = 5
const REVOCATIONS = 20
const AIM = 5

/** A member leaves with many keys: its receipt beside that of one revoked key, in the same run, in turns. */
export async function measureOrphans(databaseUrl: string): Promise<readonly string[]> {
  const installation = await openInstallation(databaseUrl)
  await allowManyKeys(installation)
  const { organization } = installation
  const app = await installation.createApp('bench-orphans', 'http://127.0.0.1:9')
  const operator = { kind: 'operator', name: 'bench', organizationId: organization.id } as const
  const leavers: string[] = []
  for (let number = 0; number < LEAVERS; number += 1) {
    const { membershipId } = await installation.act(
      addMember,
      {
        email: `leaver${number}@bench.test`,
        name: `Leaver ${number}`,
        role: 'developer',
        password: 'a-password-for-tests',
      },
      operator,
    )
    const model = await installation.createKey(
      await installation.createApp(`bench-leaver-${number}`, 'http://127.0.0.1:9'),
      'model',
    )
    await insertKeyRows(installation, model, KEYS, membershipId)
    leavers.push(membershipId)
  }
  const singles = []
  for (let number = 0; number < REVOCATIONS; number += 1)
    singles.push(await installation.createKey(app, `single ${number}`))
  const token = await installation.registerGateway('bench-orphans')
  const portal = await installation.startPortal()
  const gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  try {
    await untilReady(gateway)
    await untilCaughtUp(gateway, installation)
    const one: number[] = []
    const many: number[] = []
    for (const membershipId of leavers) {
      for (const key of singles.splice(0, REVOCATIONS / LEAVERS))
        one.push(await receiptMilliseconds(installation, await installation.revoke(key)))
      const { seq, orphanedKeys } = await installation.act(removeMember, { membershipId, impact: UNSEEN })
      if (orphanedKeys !== KEYS) throw new Error(`${orphanedKeys} keys were orphaned`)
      many.push(await receiptMilliseconds(installation, seq))
    }
    const ratio = median(many) / median(one)
    return [
      `- The receipt of a leaver’s ${readable(KEYS)} keys, from the beginning of the removal to the acknowledgement: ${median(many).toFixed(0)} ms; of one revoked key: ${median(one).toFixed(1)} ms; ratio ${ratio.toFixed(1)} (aim at most ${AIM}, ${ratio <= AIM ? 'met' : 'not met'})`,
      `  - medians of ${LEAVERS} leavers and ${REVOCATIONS} revocations in turns, one gateway; all of one leaver’s keys are one row of the change log`,
    ]
  } finally {
    await gateway.stop()
    await portal.stop()
    await installation.close()
  }
}
