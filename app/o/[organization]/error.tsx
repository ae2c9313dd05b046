'use client'

import { ErrorState } from '@/components/ui/error-state'
import { commonWords } from '@/words/common'

export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <ErrorState
      title={commonWords.notShown}
      detail={commonWords.nothingChanged}
      reference={error.digest}
      onRetry={retry}
    />
  )
}
