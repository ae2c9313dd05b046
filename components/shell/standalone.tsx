import type { ReactNode } from 'react'
import { Said } from '@/components/ui/said'
import { shellWords } from '@/words/shell'
import { ProductMark } from './product-mark'

export type StandaloneProps = {
  title: string
  detail: string
  /** Lets an operator find the happening in the log. */
  reference?: string | undefined
  children?: ReactNode | undefined
}

/** A page with one thing to say, outside of any other frame. */
export function Standalone({ title, detail, reference, children }: StandaloneProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-105 flex-col items-start justify-center gap-2 px-6 py-12">
      <ProductMark className="mb-4" />
      <h1 className="font-semibold text-xl">{title}</h1>
      <p className="text-ink-2">{detail}</p>
      {reference && (
        <p className="text-ink-3 text-xs">
          <Said as={shellWords.standalone.reference(<code className="font-mono">{reference}</code>)} />
        </p>
      )}
      {children && <div className="mt-4 flex flex-wrap gap-2">{children}</div>}
    </main>
  )
}
