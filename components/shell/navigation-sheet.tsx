'use client'

import { Menu } from 'lucide-react'
import { useRef, useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { classNames } from '@/components/ui/class-names'
import { useLoaded } from '@/components/ui/use-loaded'
import { shellWords } from '@/words/shell'
import type { NavigationDrawerProps } from './navigation-drawer'

export type NavigationSheetProps = Pick<NavigationDrawerProps, 'organizations' | 'groups'>

const load = async () => (await import('./navigation-drawer')).NavigationDrawer

/** The sidebar where there is no room for one. */
export function NavigationSheet(props: NavigationSheetProps) {
  const [open, setOpen] = useState(false)
  const [NavigationDrawer, want, prepare] = useLoaded<NavigationDrawerProps>(load)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={shellWords.navigationSheet.openNavigation}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={async () => setOpen(await want())}
        className={classNames(buttonStyle({ variant: 'icon' }), '-ml-2 md:hidden')}
      >
        <Menu aria-hidden />
      </button>
      {NavigationDrawer && <NavigationDrawer {...props} open={open} onOpenChange={setOpen} finalFocus={button} />}
    </>
  )
}
