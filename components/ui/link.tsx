'use client'

import NextLink from 'next/link'
import { type ComponentProps, useState } from 'react'

export type LinkProps = Omit<ComponentProps<typeof NextLink>, 'prefetch'>

/**
 * A link of the portal. What it leads to is fetched ahead when somebody points at it or reaches it by keyboard, and not, as Next does,
 * whenever it is in sight: a page of links would have the portal ask the database for dozens of pages that nobody opens.
 */
export function Link({ onPointerEnter, onFocus, ...rest }: LinkProps) {
  const [isNear, setIsNear] = useState(false)
  return (
    <NextLink
      {...rest}
      prefetch={isNear ? null : false}
      onPointerEnter={(event) => {
        setIsNear(true)
        onPointerEnter?.(event)
      }}
      onFocus={(event) => {
        setIsNear(true)
        onFocus?.(event)
      }}
    />
  )
}
