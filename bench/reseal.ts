import { median, quantile, readable } from '@/bench/numbers'
import { type Installation, openInstallation } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import type { SecretId } from '@/lib/core/identifiers'
import { newIdAt } from '@/lib/crypto/identifiers'
import { seal } from '@/lib/crypto/sealing'
import { performForAccount } from '@/lib/operations/perform'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { surveySealed } from '@/lib/operations/survey-sealed'
import { putKeyInFront } from '@/scripts/generated-secrets.mjs'

const SECRETS = 100_000
const AT_ONCE = 5_000
const SURVEYS = 5
const ORIGIN = { address: null, agent: 'bench', requestId: 'bench' }

/** Everything sealed anew with another key, while secrets are being opened: how long it takes, and how long they take. */
export async function measureReseal(databaseUrl: string): Promise<readonly string[]> {
  const installation = await openInstallation(databaseUrl)
  const { platform, organization, environment } = installation
  try {
    const secrets = await insertSecrets(installation)
    const opening = () => timed(() => installation.act(revealSecret, { secretId: anyOf(secrets) }, organization.owner))
    const alone: number[] = []
    for (let each = 0; each < 200; each += 1) alone.push(await opening())
    putKeyInFront(environment.AURA_KEK_FILE as string)
    const surveys: number[] = []
    for (let each = 0; each < SURVEYS; each += 1)
      surveys.push(await timed(() => performForAccount(platform, surveySealed, ORIGIN, {})))
    let isOver = false
    const beside: number[] = []
    const reading = (async () => {
      while (!isOver) beside.push(await opening())
    })()
    let output = ''
    const milliseconds = await timed(async () => {
      const done = await installation.operator('reseal')
      output = done.output
      if (done.code !== 0) throw new Error(output)
    })
    isOver = true
    await reading
    return [
      `- ${readable(SECRETS)} secrets sealed with another key, by one command: ${(milliseconds / 1_000).toFixed(1)} s; counting what is sealed with which key: ${median(surveys).toFixed(0)} ms`,
      `  - a secret was opened ${readable(beside.length)} times meanwhile, none failed: p50 ${quantile(beside, 0.5).toFixed(1)} ms, p99 ${quantile(beside, 0.99).toFixed(1)} ms; before it p50 ${quantile(alone, 0.5).toFixed(1)} ms, p99 ${quantile(alone, 0.99).toFixed(1)} ms`,
    ]
  } finally {
    await installation.close()
  }
}

/** Secrets as if they had been made one by one, which would take longer than what is measured. */
async function insertSecrets({ databaseUrl, platform, organization }: Installation): Promise<SecretId[]> {
  const newId = newIdAt(new Date())
  const secrets: SecretId[] = []
  while (secrets.length < SECRETS) {
    const ids = Array.from({ length: AT_ONCE }, () => newId('secret'))
    const sealed: string[] = []
    for (const secret of ids)
      sealed.push(
        await seal(`value of ${secret}`, { organization: organization.id, secret, version: 1 }, platform.keks),
      )
    await rowsOf(
      databaseUrl,
      `with asked as (select * from unnest($3::text[], $4::text[], $5::text[]) a(secret, version, sealed)),
         made as (insert into secret (id, organization_id, name, owner_id, version, created_at, changed_at)
           select secret, $1, 'S_' || replace(secret, '-', '_'), $2, 1, now(), now() from asked returning id)
       insert into secret_version (id, organization_id, secret_id, number, sealed, created_at)
       select version, $1, secret, 1, sealed, now() from asked join made on made.id = asked.secret`,
      [organization.id, organization.ownerId, ids, ids.map(() => newId('secretVersion')), sealed],
    )
    secrets.push(...ids)
  }
  await rowsOf(databaseUrl, 'vacuum analyze secret_version')
  return secrets
}

const anyOf = (secrets: readonly SecretId[]) => secrets[Math.floor(Math.random() * secrets.length)] as SecretId

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
