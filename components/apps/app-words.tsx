import { CircleCheck, CircleSlash, Trash2 } from 'lucide-react'
import { StatusBadge } from '@/components/ui/status-badge'
import type { AppView } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'

/** Whether keys open it now. */
export function AppStatusBadge({ app }: { app: Pick<AppView, 'deletedAt' | 'providerEnabled'> }) {
  if (app.deletedAt) {
    return (
      <StatusBadge tone="neutral" icon={Trash2}>
        {commonWords.deleted}
      </StatusBadge>
    )
  }
  if (!app.providerEnabled) {
    return (
      <StatusBadge tone="warn" icon={CircleSlash}>
        {appsWords.appWords.apiKeysOff}
      </StatusBadge>
    )
  }
  return (
    <StatusBadge tone="good" icon={CircleCheck}>
      {appsWords.appWords.acceptsApiKeys}
    </StatusBadge>
  )
}

/** What `View API Keys` counts: what is or was live and has not been dealt with. */
export const keysInSight = (keys: AppView['keys']) => keys.active + keys.orphaned
