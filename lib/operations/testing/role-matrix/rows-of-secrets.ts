import { randomUUID } from 'node:crypto'
import { createSecret } from '@/lib/operations/create-secret'
import { deleteSecret } from '@/lib/operations/delete-secret'
import { listSecrets } from '@/lib/operations/list-secrets'
import { renameSecret } from '@/lib/operations/rename-secret'
import { restoreSecret } from '@/lib/operations/restore-secret'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { shareSecret } from '@/lib/operations/share-secret'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import type { Bed, Things } from '@/lib/operations/testing/role-matrix/things'
import { need, type Organization } from '@/lib/operations/testing/two-organizations'
import { unshareSecret } from '@/lib/operations/unshare-secret'
import { updateSecret } from '@/lib/operations/update-secret'
import { viewSecret } from '@/lib/operations/view-secret'

const OWN = 'yes yes no yes no no'
const READ = 'yes yes no yes no yes'
const MANAGED = 'yes yes no yes yes no'
const agreed = true as const
const newName = () => `S_${randomUUID().replaceAll('-', '')}`

export function rowsOfSecrets(
  { as }: Bed,
  { secretOf, sharedSecretOf, deletedSecretOf, readerOf }: Things,
): readonly Row[] {
  const own = async (org: Organization) => ({ secretId: (await secretOf(org)).id })
  const read = async (org: Organization) => ({ secretId: (await sharedSecretOf(org, 'reader reads')).id })
  const managed = async (org: Organization) => ({ secretId: (await sharedSecretOf(org, 'other developer manages')).id })
  const shareWithReader = ({ reader: { membershipId } }: Organization) => ({ membershipId })
  return [
    row('open the secrets', 'yes yes no yes yes yes', listSecrets, () => ({})),
    row('create a secret', 'yes yes no yes yes no', createSecret, () => ({ name: newName(), value: 'v' })),
    row('reveal a secret', OWN, revealSecret, own),
    row('reveal a secret that is shared to be read', READ, revealSecret, read),
    row('reveal a secret that is shared to be managed', MANAGED, revealSecret, managed),
    row('see the page of a secret', OWN, viewSecret, own),
    row('see the page of a secret that is shared to be read', READ, viewSecret, read),
    row('see the page of a deleted secret that is shared to be read', OWN, viewSecret, async (org) => {
      const { secretId } = await read(org)
      need(await as(org.developer)(deleteSecret, { secretId, agreed }))
      return { secretId }
    }),
    row('update a secret', OWN, updateSecret, async (org) => ({ ...(await own(org)), version: 1, value: 'next' })),
    row('update a secret that is shared to be read', OWN, updateSecret, async (org) => ({
      ...(await read(org)),
      version: 1,
      value: 'next',
    })),
    row('update a secret that is shared to be managed', MANAGED, updateSecret, async (org) => ({
      ...(await managed(org)),
      version: 1,
      value: 'next',
    })),
    row('rename a secret that is shared to be read', OWN, renameSecret, async (org) => ({
      ...(await read(org)),
      name: newName(),
    })),
    row('rename a secret that is shared to be managed', MANAGED, renameSecret, async (org) => ({
      ...(await managed(org)),
      name: newName(),
    })),
    row('share a secret', OWN, shareSecret, async (org) => ({ ...(await own(org)), ...readerOf(org) })),
    row('share a secret that is shared to be managed', MANAGED, shareSecret, async (org) => ({
      ...(await managed(org)),
      ...readerOf(org),
    })),
    row('end the sharing of a secret', OWN, unshareSecret, async (org) => ({
      ...(await read(org)),
      ...shareWithReader(org),
    })),
    row('delete a secret that is shared to be read', OWN, deleteSecret, async (org) => ({
      ...(await read(org)),
      agreed,
    })),
    row('delete a secret that is shared to be managed', MANAGED, deleteSecret, async (org) => ({
      ...(await managed(org)),
      agreed,
    })),
    row('restore a secret', OWN, restoreSecret, async (org) => ({ secretId: (await deletedSecretOf(org)).id })),
  ]
}
