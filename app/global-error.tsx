'use client'

import './globals.css'
import { Standalone } from '@/components/shell/standalone'
import { Button } from '@/components/ui/button'

/** Stands in for the root layout when that is what failed, so it brings its own document. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Aura Portal</title>
        <Standalone
          title="The portal could not answer"
          detail="Nothing was changed. Try again in a moment."
          reference={error.digest}
        >
          <Button variant="primary" onClick={() => retry()}>
            Try again
          </Button>
        </Standalone>
      </body>
    </html>
  )
}
