'use client'

import { commonWords } from '@/words/common'
import { LANGUAGE } from '@/words/language'
import { pagesWords } from '@/words/pages'
import './globals.css'
import { Standalone } from '@/components/shell/standalone'
import { Button } from '@/components/ui/button'

/** Stands in for the root layout when that is what failed, so it brings its own document. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang={LANGUAGE}>
      <body>
        <title>{pagesWords.globalError.somethingWentWrong}</title>
        <Standalone title={pagesWords.globalError.title} detail={commonWords.nothingChanged} reference={error.digest}>
          <Button variant="primary" onClick={() => retry()}>
            {commonWords.tryAgain}
          </Button>
        </Standalone>
      </body>
    </html>
  )
}
