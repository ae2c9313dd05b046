import { randomUUID } from 'node:crypto'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { createApiKey } from '@/lib/operations/create-api-key'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { exportApiKeys, readExportPage } from '@/lib/operations/export-api-keys'
import { exportKeyUsage } from '@/lib/operations/export-usage'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { renameApiKey } from '@/lib/operations/rename-api-key'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import type { Bed, Things } from '@/lib/operations/testing/role-matrix/things'
import { need, newKey } from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewKeyLineage } from '@/lib/operations/view-key-lineage'
import { viewKeyUsage } from '@/lib/operations/view-key-usage'
import { viewReceipt } from '@/lib/operations/view-receipt'

const EVERYBODY = 'yes yes yes yes yes yes'
/** Owners and Aura Owners any, the Developer their own. */
const WHO_MANAGES = 'yes yes no yes no no'
const NOBODY = 'no no no no no no'
const limits = { rate: null, addresses: ['10.0.0.0/8'] }
const agreed = true as const

export function rowsOfKeys({ as }: Bed, { appOf, commonApp, keyOf }: Things): readonly Row[] {
  return [
    row('see an app’s keys', EVERYBODY, listApiKeys, async (org) => ({
      within: { appSlug: (await commonApp(org)).slug },
    })),
    row('see a service’s keys', EVERYBODY, listApiKeys, () => ({ within: { service: 'cloud_function' } })),
    row('see every key of the organization', 'yes yes no no no no', listApiKeys, () => ({
      within: { organization: true },
    })),
    row('export an app’s keys', EVERYBODY, exportApiKeys, async (org) => ({
      within: { appSlug: (await commonApp(org)).slug },
    })),
    row('export every key of the organization', 'yes yes no no no no', exportApiKeys, () => ({
      within: { organization: true },
    })),
    row('read on in a file of an app’s keys', EVERYBODY, readExportPage, async (org) => ({
      within: { appSlug: (await commonApp(org)).slug },
    })),
    row('read on in a file of every key', 'yes yes no no no no', readExportPage, () => ({
      within: { organization: true },
    })),
    row('see a key', EVERYBODY, viewApiKey, async (org) => ({ apiKeyId: (await keyOf(org)).id })),
    row('see what a key came from', EVERYBODY, viewKeyLineage, async (org) => ({ apiKeyId: (await keyOf(org)).id })),
    row('see a key’s usage', EVERYBODY, viewKeyUsage, async (org) => ({
      apiKeyId: (await keyOf(org)).id,
      range: '24h',
    })),
    row('export a key’s usage', EVERYBODY, exportKeyUsage, async (org) => ({
      apiKeyId: (await keyOf(org)).id,
      range: '24h',
      table: 'callers',
    })),
    row('see a receipt', EVERYBODY, viewReceipt, async (org) => {
      const { id } = await keyOf(org)
      return { seq: need(await as(org.owner)(revokeApiKey, { apiKeyId: id, agreed })).seq }
    }),
    row('create a user key', 'yes yes no yes yes no', createApiKey, async (org) => newKey(await commonApp(org))),
    row('create a server key', WHO_MANAGES, createApiKey, async (org) => newKey(await appOf(org), { type: 'server' })),
    row('rotate a key', WHO_MANAGES, rotateApiKey, async (org) => ({
      apiKeyId: (await keyOf(org)).id,
      ending: 'now',
      expiration: '90d',
    })),
    row('rotate an orphaned key', NOBODY, rotateApiKey, async (org) => ({
      apiKeyId: (await keyOf(org, 'orphaned')).id,
      ending: 'now',
      expiration: '90d',
    })),
    row('disable an active key', WHO_MANAGES, disableApiKey, async (org) => ({ apiKeyId: (await keyOf(org)).id })),
    row('disable an orphaned key', NOBODY, disableApiKey, async (org) => ({
      apiKeyId: (await keyOf(org, 'orphaned')).id,
    })),
    row('enable a disabled key', WHO_MANAGES, enableApiKey, async (org) => ({
      apiKeyId: (await keyOf(org, 'disabled')).id,
    })),
    row('enable an orphaned key', NOBODY, enableApiKey, async (org) => ({
      apiKeyId: (await keyOf(org, 'orphaned')).id,
    })),
    row('change the limits of a key', WHO_MANAGES, changeApiKeyLimits, async (org) => ({
      apiKeyId: (await keyOf(org)).id,
      limits,
    })),
    row('change the limits of an orphaned key', NOBODY, changeApiKeyLimits, async (org) => ({
      apiKeyId: (await keyOf(org, 'orphaned')).id,
      limits,
    })),
    row('rename a key', WHO_MANAGES, renameApiKey, async (org) => ({
      apiKeyId: (await keyOf(org)).id,
      name: `renamed ${randomUUID()}`,
    })),
    row(
      'rename an orphaned key',
      NOBODY,
      renameApiKey,
      async (org) => ({ apiKeyId: (await keyOf(org, 'orphaned')).id, name: `renamed ${randomUUID()}` }),
      { refusals: ['api_key_not_renamable'] },
    ),
    row('write a key’s note', WHO_MANAGES, noteApiKey, async (org) => ({
      apiKeyId: (await keyOf(org)).id,
      note: 'Ask Mara.',
    })),
    row('write an orphaned key’s note', NOBODY, noteApiKey, async (org) => ({
      apiKeyId: (await keyOf(org, 'orphaned')).id,
      note: 'Ask Mara.',
    })),
    row('revoke an active key', WHO_MANAGES, revokeApiKey, async (org) => ({
      apiKeyId: (await keyOf(org)).id,
      agreed,
    })),
    row('revoke a disabled key', WHO_MANAGES, revokeApiKey, async (org) => ({
      apiKeyId: (await keyOf(org, 'disabled')).id,
      agreed,
    })),
    row(
      'revoke an orphaned key',
      'yes yes no no no no',
      revokeApiKey,
      async (org) => ({ apiKeyId: (await keyOf(org, 'orphaned')).id, agreed }),
      { refusals: ['not_permitted', 'orphaned_key_needs_owner'] },
    ),
  ]
}
