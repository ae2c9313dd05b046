'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { uiWords } from '@/words/ui'
import { Button, type ButtonProps } from './button'
import { copyText } from './copy-text'

export type CopyButtonProps = Omit<ButtonProps, 'value' | 'children' | 'onClick' | 'pending'> & {
  value: string
  /** "Copy API Key". Shown, unless the variant is "icon". */
  label: string
  onCopied?: (() => void) | undefined
}

const SHOWN_FOR_MILLISECONDS = 2_000

/** Copies, and says so: a check mark for the eye, "Copied" for the ear. Its name stays, so that it can be found again. */
export function CopyButton({ value, label, onCopied, variant = 'icon', size, ...rest }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)

  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(null), SHOWN_FOR_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [outcome])

  const iconOnly = variant === 'icon'
  return (
    <>
      <Button
        {...rest}
        variant={variant}
        size={size ?? (iconOnly ? 'small' : 'medium')}
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
        onClick={async (event) => {
          const copied = await copyText(value, event.currentTarget.parentElement ?? document.body)
          setOutcome(copied ? 'copied' : 'failed')
          if (copied) onCopied?.()
        }}
      >
        {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
        {!iconOnly && label}
      </Button>
      <span role="status" className={outcome === 'failed' ? 'text-bad text-xs' : 'sr-only'}>
        {outcome === 'copied' && uiWords.copyButton.copied}
        {outcome === 'failed' && uiWords.copyButton.couldNotCopy}
      </span>
    </>
  )
}
