/** PRODUCT.md, "Roles": every operation of people, by who asks it. */
import type { Row } from '@/lib/operations/testing/role-matrix/row'
import { rowsOfApps } from '@/lib/operations/testing/role-matrix/rows-of-apps'
import { rowsOfHandOver } from '@/lib/operations/testing/role-matrix/rows-of-hand-over'
import { rowsOfKeys } from '@/lib/operations/testing/role-matrix/rows-of-keys'
import { rowsOfMembers } from '@/lib/operations/testing/role-matrix/rows-of-members'
import { rowsOfNotifications } from '@/lib/operations/testing/role-matrix/rows-of-notifications'
import { rowsOfOrganization } from '@/lib/operations/testing/role-matrix/rows-of-organization'
import { rowsOfSecrets } from '@/lib/operations/testing/role-matrix/rows-of-secrets'
import type { Bed, Things } from '@/lib/operations/testing/role-matrix/things'

export const roleMatrix = (bed: Bed, things: Things): readonly Row[] => [
  ...rowsOfOrganization(bed, things),
  ...rowsOfApps(things),
  ...rowsOfKeys(bed, things),
  ...rowsOfHandOver(things),
  ...rowsOfNotifications(bed, things),
  ...rowsOfSecrets(bed, things),
  ...rowsOfMembers(things),
]
