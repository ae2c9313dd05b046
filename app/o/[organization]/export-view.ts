import type { z } from 'zod'
import { filtersOn, readPanelAddress } from '@/components/api-keys/panel-address'
import type { ExportApiKeysInput } from '@/lib/contract/api-keys'
import { exportKeys } from '@/lib/server/export-keys'
import { asViewer } from '@/lib/server/queries'

/** The view of the panel that stands in the address, whole, as a file. */
export async function exportView(
  request: Request,
  organization: string,
  within: z.input<typeof ExportApiKeysInput>['within'],
): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const { tab, text, filters, sort, descending } = readPanelAddress(Object.fromEntries(searchParams))
  const shown = tab ?? 'active'
  return exportKeys(await asViewer(organization), {
    within,
    tab: shown,
    text,
    filters: filtersOn(shown, filters),
    sort,
    descending,
  })
}
