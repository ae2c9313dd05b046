'use client'

import { CircleAlert } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Said } from '@/components/ui/said'
import { commonWords } from '@/words/common'
import { uiWords } from '@/words/ui'
import { Button } from './button'
import { classNames } from './class-names'

export type ErrorStateProps = Omit<ComponentProps<'div'>, 'title'> & {
  title: string
  detail?: string | undefined
  /** Lets an operator find the happening in the log. */
  reference?: string | undefined
  onRetry?: (() => void) | undefined
}

/** A part of a page that could not be shown. */
export function ErrorState({ title, detail, reference, onRetry, className, ...rest }: ErrorStateProps) {
  return (
    <div
      role="alert"
      {...rest}
      className={classNames(
        'flex flex-col items-center gap-3 rounded-lg border border-line bg-surface px-6 py-12 text-center',
        className,
      )}
    >
      <CircleAlert aria-hidden className="size-5 text-bad" />
      <div className="max-w-100">
        <h2 className="font-semibold text-sm">{title}</h2>
        {detail && <p className="mt-1 text-ink-2">{detail}</p>}
        {reference && (
          <p className="mt-1 text-ink-3 text-xs">
            <Said as={uiWords.errorState.reference(<code className="font-mono">{reference}</code>)} />
          </p>
        )}
      </div>
      {onRetry && <Button onClick={onRetry}>{commonWords.tryAgain}</Button>}
    </div>
  )
}
