'use client'

import { useRouter } from 'next/navigation'
import { Standalone } from '@/components/shell/standalone'
import { Button } from '@/components/ui/button'
import { commonWords } from '@/words/common'

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const router = useRouter()
  return (
    <Standalone title={commonWords.notShown} detail={commonWords.nothingChanged} reference={error.digest}>
      <Button variant="primary" onClick={() => retry()}>
        {commonWords.tryAgain}
      </Button>
      <Button onClick={() => router.push('/')}>{commonWords.goToStart}</Button>
    </Standalone>
  )
}
