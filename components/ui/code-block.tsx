import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { CopyButton } from './copy-button'

export type CodeBlockProps = Omit<ComponentProps<'figure'>, 'children'> & {
  code: string
  /** What it is, for who hears it: "curl command". */
  label: string
  /** Name of the button that copies it; leave it out where another button does. */
  copyLabel?: string | undefined
}

/** Text for machines: each character told apart, long lines wrapped. */
export function CodeBlock({ code, label, copyLabel, className, ...rest }: CodeBlockProps) {
  return (
    <figure
      {...rest}
      aria-label={label}
      className={classNames('relative rounded-md border border-line-strong bg-sunken', className)}
    >
      <pre
        className={classNames(
          'whitespace-pre-wrap px-3 py-2.5 font-mono text-xs leading-[1.1875rem] [overflow-wrap:anywhere]',
          copyLabel && 'pr-11',
        )}
      >
        <code>{code}</code>
      </pre>
      {copyLabel && (
        <div className="absolute top-1 right-1">
          <CopyButton value={code} label={copyLabel} />
        </div>
      )}
    </figure>
  )
}
