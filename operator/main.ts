import { randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Origin } from '@/lib/core/events'
import { sentenceOf } from '@/lib/core/failures'
import type { OrganizationId } from '@/lib/core/identifiers'
import type { Result } from '@/lib/core/result'
import { beginEpoch } from '@/lib/operations/begin-epoch'
import { createOrganization } from '@/lib/operations/create-organization'
import { openPlatform } from '@/lib/operations/environment'
import { listOrganizationsForOperator } from '@/lib/operations/list-organizations'
import { offerPasswordReset } from '@/lib/operations/offer-password-reset'
import { offerSetup } from '@/lib/operations/offer-setup'
import { type Platform, perform, performForAccount } from '@/lib/operations/perform'
import { MissingKeys } from '@/lib/operations/refuse-missing-keys'
import { registerGateway } from '@/lib/operations/register-gateway'
import { environment } from '@/operator/env'
import { resealWithProgress, showSealed } from '@/operator/reseal'

/**
 * What someone with a shell on the portal's machine can do. Exit codes: 0 done, 1 a defect or the environment, 2 how it was called, 3 there is
 * no organization yet, or something left to seal anew, 4 refused.
 */
const USAGE = `setup-link                                       a one-time link, while the portal is not set up
reset-password <email>                           a link to choose a new password
create-organization --name N --slug S --owner E  a further organization, owned by an account
ensure-local-gateway --token-file F              registers the gateway that is started beside the portal
new-epoch <organization>                         after a restored backup: gateways follow this database again
reseal [--status]                                seals everything with the first key of AURA_KEK_FILE, or says what is sealed with which`

const origin: Origin = { address: null, agent: 'operator', requestId: randomUUID() }

class Refused extends Error {}

function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Refused(sentenceOf(result.failure))
  return result.value
}

const COMMANDS: Readonly<Record<string, (platform: Platform, args: readonly string[]) => Promise<number>>> = {
  async 'setup-link'(platform) {
    const { url } = need(await performForAccount(platform, offerSetup, origin, {}))
    if (url) console.log(url)
    return 0
  },
  async 'reset-password'(platform, [email]) {
    const { url, expiresAt } = need(await performForAccount(platform, offerPasswordReset, origin, { email }))
    console.log(
      `${url}\nValid until ${expiresAt.toISOString()}, once. It opens the account: hand it to that person only.`,
    )
    return 0
  },
  async 'create-organization'(platform, args) {
    const { values } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, slug: { type: 'string' }, owner: { type: 'string' } },
    })
    const made = need(
      await performForAccount(platform, createOrganization, origin, {
        name: values.name,
        slug: values.slug,
        ownerEmail: values.owner,
      }),
    )
    console.log(`${platform.settings.publicUrl}/o/${made.slug}`)
    return 0
  },
  async 'ensure-local-gateway'(platform, args) {
    const { values } = parseArgs({ args: [...args], options: { 'token-file': { type: 'string' } } })
    const file = values['token-file']
    if (!file) return usage()
    if (existsSync(file)) return 0
    const [organization] = need(await performForAccount(platform, listOrganizationsForOperator, origin, {}))
    if (!organization) return 3
    // The name tells registrations apart when a data folder, and the token with it, was lost and made again.
    const name = `local ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`
    const { token } = need(await perform(platform, registerGateway, operatorOf(organization.id), origin, { name }))
    writeFileSync(file, token, { mode: 0o600, flag: 'wx' })
    return 0
  },
  async 'new-epoch'(platform, [slug]) {
    const organizations = need(await performForAccount(platform, listOrganizationsForOperator, origin, {}))
    const organization = organizations.find((known) => known.slug === slug)
    if (!organization)
      throw new Refused(
        `There is no organization “${slug ?? ''}”. There are: ${organizations.map((known) => known.slug).join(', ')}.`,
      )
    const { epoch } = need(await perform(platform, beginEpoch, operatorOf(organization.id), origin, {}))
    console.log(`Epoch ${epoch} has begun. Gateways take it up as they reconnect.`)
    return 0
  },
  async reseal(platform, args) {
    const { values } = parseArgs({ args: [...args], options: { status: { type: 'boolean' } } })
    return values.status ? showSealed(platform, origin) : resealWithProgress(platform, origin)
  },
}

const operatorOf = (organizationId: OrganizationId) => ({ kind: 'operator', organizationId }) as const

function usage(): number {
  console.error(USAGE)
  return 2
}

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS[name]
  if (!command) return usage()
  const platform = openPlatform(environment())
  try {
    return await command(platform, args)
  } finally {
    await platform.database.close()
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(error instanceof Refused || error instanceof MissingKeys ? 4 : 1)
  },
)
