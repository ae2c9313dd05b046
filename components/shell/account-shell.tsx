import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { commonWords } from '@/words/common'
import { shellWords } from '@/words/shell'
import { ProductMark } from './product-mark'

export type AccountShellProps = { signOut: () => void | Promise<void>; children: ReactNode }

/** The frame of what belongs to a person and to no organization. */
export function AccountShell({ signOut, children }: AccountShellProps) {
  return (
    <>
      <header className="sticky top-0 z-20 flex h-top-bar items-center justify-between gap-4 border-line border-b bg-canvas px-4 md:px-6">
        <Link href="/" className="flex min-w-0 items-center gap-2.5 rounded-md" aria-label={shellWords.backToPortal}>
          <ProductMark className="size-6" />
          <span className="truncate font-semibold">{commonWords.product}</span>
        </Link>
        <form action={signOut}>
          <Button type="submit" size="small">
            {commonWords.signOut}
          </Button>
        </form>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-[calc(var(--container-content)+3rem)] flex-col gap-8 px-4 pt-6 pb-16 outline-none md:px-6"
      >
        {children}
      </main>
    </>
  )
}
