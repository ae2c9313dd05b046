import { randomUUID } from 'node:crypto'
import { beginEpoch } from '@/lib/operations/begin-epoch'
import { changeAbsencePolicy } from '@/lib/operations/change-absence-policy'
import { listEvents } from '@/lib/operations/list-events'
import { listGateways } from '@/lib/operations/list-gateways'
import { prepareIdentityProvider } from '@/lib/operations/prepare-identity-provider'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeIdentityProvider } from '@/lib/operations/remove-identity-provider'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { saveIdentityProvider } from '@/lib/operations/save-identity-provider'
import { search } from '@/lib/operations/search'
import { switchSingleSignOn } from '@/lib/operations/switch-single-sign-on'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import { type Bed, PROVIDER, type Things } from '@/lib/operations/testing/role-matrix/things'
import { need } from '@/lib/operations/testing/two-organizations'
import { viewHome } from '@/lib/operations/view-home'
import { viewOrganization } from '@/lib/operations/view-organization'
import { viewPolicies } from '@/lib/operations/view-policies'
import { viewSingleSignOn } from '@/lib/operations/view-single-sign-on'

const EVERYBODY = 'yes yes yes yes yes yes'
const WHO_GOVERNS = 'yes yes no no no no'
const OWNER_ALONE = 'yes no no no no no'

export function rowsOfOrganization({ as }: Bed, { gatewayOf, providerOf }: Things): readonly Row[] {
  return [
    row('see the organization', EVERYBODY, viewOrganization, () => ({})),
    row('see the first page', EVERYBODY, viewHome, () => ({})),
    row('search', EVERYBODY, search, () => ({ text: 'app' })),
    row('see the audit log', 'yes yes yes no no no', listEvents, () => ({})),
    row('see the gateways', WHO_GOVERNS, listGateways, () => ({})),
    row('register a gateway', WHO_GOVERNS, registerGateway, () => ({ name: `gateway ${randomUUID()}` })),
    row('retire a gateway', WHO_GOVERNS, retireGateway, async (org) => ({ gatewayId: (await gatewayOf(org)).id })),
    row('begin an epoch', 'no no no no no no', beginEpoch, () => ({})),
    row('see the policies', OWNER_ALONE, viewPolicies, () => ({})),
    row('change how long absences are forgiven', OWNER_ALONE, changeAbsencePolicy, async (org) => {
      const { graceDays, revokeOrphansAfterDays } = need(await as(org.owner)(viewPolicies, {}))
      return { graceDays: graceDays + 1, revokeOrphansAfterDays, known: { graceDays, revokeOrphansAfterDays } }
    }),
    row('see single sign-on', OWNER_ALONE, viewSingleSignOn, () => ({})),
    row('have an identity provider asked', OWNER_ALONE, prepareIdentityProvider, () => ({
      ...PROVIDER,
      changedAt: null,
    })),
    row('set single sign-on up', OWNER_ALONE, saveIdentityProvider, async (org) => ({
      ...PROVIDER,
      changedAt: (await providerOf(org)).changedAt,
    })),
    row('switch single sign-on', OWNER_ALONE, switchSingleSignOn, async (org) => ({
      enabled: !(await providerOf(org)).enabled,
      required: false,
    })),
    row('remove single sign-on', OWNER_ALONE, removeIdentityProvider, async (org) => {
      await providerOf(org)
      return {}
    }),
  ]
}
