'use client'

import { ErrorState } from '@/components/ui/error-state'

export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <ErrorState
      title="This page could not be shown"
      detail="Nothing was changed. Try again in a moment."
      reference={error.digest}
      onRetry={retry}
    />
  )
}
