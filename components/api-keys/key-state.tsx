'use client'

import { Distance } from '@/components/accounts/moment'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { KeyStatusBadge } from './key-cells'

/** Its state, and since when and by whom, on one line. An active key needs no badge among active ones. */
export function KeyState({ apiKey, now }: { apiKey: ApiKeyView; now: string }) {
  switch (apiKey.status) {
    case 'active':
      return <>{apiKey.type === 'user' ? 'Acts as its owner' : 'Acts as the app'}</>
    case 'disabled':
      return (
        <span className="flex flex-wrap items-center gap-x-1.5">
          <KeyStatusBadge status="disabled" />
          {apiKey.disabledAt && <Distance at={apiKey.disabledAt} now={now} />}
        </span>
      )
    case 'revoked':
      return (
        <>
          Revoked {apiKey.revokedAt && <Distance at={apiKey.revokedAt} now={now} />}
          {apiKey.revokedBy && ` by ${apiKey.revokedBy}`}
        </>
      )
    case 'expired':
      return <>Expired {apiKey.expiresAt && <Distance at={apiKey.expiresAt} now={now} />}</>
    case 'orphaned':
      return <>Orphaned</>
  }
}
