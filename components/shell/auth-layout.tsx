import type { ReactNode } from 'react'
import { commonWords } from '@/words/common'
import { ProductMark } from './product-mark'

export type AuthLayoutProps = {
  title: string
  description?: ReactNode | undefined
  /** Under the card: what to do when this isn't it. */
  footer?: ReactNode | undefined
  children: ReactNode
}

/** The frame before one is signed in. It hangs from its top, a little above the middle: centered, it would move while the rest of it comes. */
export function AuthLayout({ title, description, footer, children }: AuthLayoutProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-100 flex-col gap-5 px-4 pt-[max(2.5rem,calc(50dvh-14rem))] pb-10">
      <div className="flex items-center gap-2.5">
        <ProductMark className="size-7" />
        <span className="font-semibold">{commonWords.product}</span>
      </div>
      <div className="rounded-lg border border-line bg-surface p-5 md:p-6">
        <h1 className="font-semibold text-xl tracking-[-0.01em]">{title}</h1>
        {description && <p className="mt-1 text-ink-2">{description}</p>}
        <div className="mt-5">{children}</div>
      </div>
      {footer && <div className="text-ink-2 text-xs">{footer}</div>}
    </main>
  )
}
