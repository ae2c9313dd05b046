'use client'

import { useRouter } from 'next/navigation'
import { Standalone } from '@/components/shell/standalone'
import { Button } from '@/components/ui/button'

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const router = useRouter()
  return (
    <Standalone
      title="This page could not be shown"
      detail="Nothing was changed. Try again in a moment."
      reference={error.digest}
    >
      <Button variant="primary" onClick={() => retry()}>
        Try again
      </Button>
      <Button onClick={() => router.push('/')}>Go to the start page</Button>
    </Standalone>
  )
}
