'use client'

import { Button, type ButtonProps } from './button'
import { Tooltip } from './tooltip'

export type IconButtonProps = Omit<ButtonProps, 'variant' | 'aria-label'> & {
  /** What it does: heard always, seen on hover and focus. */
  label: string
}

/** A button that is only a picture. */
export function IconButton({ label, size = 'small', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button {...rest} variant="icon" size={size} aria-label={label} />
    </Tooltip>
  )
}
