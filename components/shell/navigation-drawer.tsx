'use client'

import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { RefObject } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { backdropStyle } from '@/components/ui/dialog'
import { shellWords } from '@/words/shell'
import type { NavigationGroup } from './navigation'
import { NavigationList } from './navigation-list'
import { type OrganizationChoice, OrganizationSwitcher } from './organization-switcher'

const words = shellWords.navigationSheet

export type NavigationDrawerProps = {
  organizations: readonly OrganizationChoice[]
  groups: readonly NavigationGroup[]
  open: boolean
  onOpenChange: (open: boolean) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** What the button of the navigation opens. */
export function NavigationDrawer({ open, onOpenChange, finalFocus, organizations, groups }: NavigationDrawerProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropStyle} />
        <Dialog.Popup
          finalFocus={finalFocus}
          className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[calc(100vw-3rem)] flex-col gap-3 overflow-y-auto overscroll-contain border-line border-r bg-canvas p-2.5 outline-none transition-[translate,opacity] duration-[180ms] ease-out data-ending-style:-translate-x-6 data-starting-style:-translate-x-6 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <Dialog.Title className="sr-only">{words.navigation}</Dialog.Title>
          <div className="flex items-center gap-1">
            <div className="min-w-0 flex-1">
              <OrganizationSwitcher organizations={organizations} />
            </div>
            <Dialog.Close aria-label={words.closeNavigation} className={buttonStyle({ variant: 'icon' })}>
              <X aria-hidden />
            </Dialog.Close>
          </div>
          <NavigationList groups={groups} onNavigate={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
