import { randomUUID } from 'node:crypto'
import { UNSEEN } from '@/lib/core/impact'
import { changeApp } from '@/lib/operations/change-app'
import { createApp } from '@/lib/operations/create-app'
import { deleteApp } from '@/lib/operations/delete-app'
import { exportAppUsage } from '@/lib/operations/export-usage'
import { listApps } from '@/lib/operations/list-apps'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { prepareCall } from '@/lib/operations/prepare-call'
import { previewImpact } from '@/lib/operations/preview-impact'
import { removeUpstreamSecret } from '@/lib/operations/remove-upstream-secret'
import { switchProvider } from '@/lib/operations/switch-provider'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import type { Things } from '@/lib/operations/testing/role-matrix/things'
import { viewApp } from '@/lib/operations/view-app'
import { viewAppUsage } from '@/lib/operations/view-app-usage'

const wantedApp = () => ({
  service: 'cloud_function' as const,
  name: `app ${randomUUID()}`,
  environment: 'production' as const,
  upstream: 'http://127.0.0.1:9',
  scopes: [],
})

export function rowsOfApps({ appOf, commonApp, guardedAppOf, changedAtOf }: Things): readonly Row[] {
  return [
    row('see a service’s apps', 'yes yes yes yes yes yes', listApps, () => ({ service: 'cloud_function' })),
    row('see an app', 'yes yes yes yes yes yes', viewApp, async (org) => ({ slug: (await commonApp(org)).slug })),
    row('see an app’s usage', 'yes yes yes yes yes yes', viewAppUsage, async (org) => ({
      slug: (await commonApp(org)).slug,
      range: '24h',
    })),
    row('export an app’s usage', 'yes yes yes yes yes yes', exportAppUsage, async (org) => ({
      slug: (await commonApp(org)).slug,
      range: '24h',
    })),
    row('try an app', 'yes yes yes yes yes yes', prepareCall, async (org) => ({
      slug: (await commonApp(org)).slug,
      method: 'GET',
      path: '/',
      contentType: '',
      body: '',
      key: '',
    })),
    row('create an app', 'yes yes no yes yes no', createApp, wantedApp),
    row('change an app', 'yes yes no yes no no', changeApp, async (org) => {
      const { id, name } = await appOf(org)
      return { ...wantedApp(), name, appId: id, changedAt: await changedAtOf({ id }) }
    }),
    row('switch an app’s provider', 'yes yes no yes no no', switchProvider, async (org) => ({
      appId: (await appOf(org)).id,
      enabled: false,
      impact: UNSEEN,
    })),
    row('see what switching an app’s provider off would stop', 'yes yes no yes no no', previewImpact, async (org) => ({
      action: { kind: 'switch_provider_off', appId: (await appOf(org)).id },
    })),
    row('make an app’s upstream secret', 'yes yes no yes no no', makeUpstreamSecret, async (org) => ({
      appId: (await appOf(org)).id,
      replaces: null,
    })),
    row('remove an app’s upstream secret', 'yes yes no yes no no', removeUpstreamSecret, async (org) => ({
      appId: (await guardedAppOf(org)).id,
    })),
    row('delete an app', 'yes yes no yes no no', deleteApp, async (org) => {
      const { id, name } = await appOf(org)
      return { appId: id, confirmation: name, impact: UNSEEN }
    }),
    row('see what deleting an app would stop', 'yes yes no yes no no', previewImpact, async (org) => ({
      action: { kind: 'delete_app', appId: (await appOf(org)).id },
    })),
  ]
}
