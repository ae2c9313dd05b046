import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { listOrganizations } from '@/lib/db/organizations'
import { accountOperation } from '@/lib/operations/operation'

/** Every organization of the installation: for an operator's commands alone. No page or route offers this. */
export const listOrganizationsForOperator = accountOperation({
  input: z.object({}),
  run: async ({ tx }) => ok(await listOrganizations(tx)),
})
