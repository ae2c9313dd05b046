'use client'

import { type RefObject, useState } from 'react'
import type { z } from 'zod'
import type { Act } from '@/components/submission'
import { buttonStyle } from '@/components/ui/button-style'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { OfferApiKeysInput, OffersMadeView } from '@/lib/contract/hand-over'
import { LIMITS } from '@/lib/core/limits'
import { offerDialogWords as words } from '@/words/hand-over'
import { type AwaitedHeirs, OfferDialog } from './offer-dialog'

export type OfferApiKeys = Act<z.input<typeof OfferApiKeysInput>, OffersMadeView>

/** Keys that are to be offered, and to whom they can be. */
export interface Offering {
  readonly keys: readonly ApiKeyView[]
  readonly heirs: AwaitedHeirs
}

export type OfferKeysDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  offering: Offering
  offerApiKeys: OfferApiKeys
  onOffered: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Offers one key or several to one member, and says of which it could not be done. */
export function OfferKeysDialog({
  open,
  onOpenChange,
  offering: { keys, heirs },
  offerApiKeys,
  onOffered,
  finalFocus,
}: OfferKeysDialogProps) {
  const toast = useToast()
  const [made, setMade] = useState<{ readonly of: Offering['keys']; readonly outcome: OffersMadeView } | null>(null)
  const [telling, setTelling] = useState(false)
  const [only] = keys
  return (
    <>
      <OfferDialog
        open={open}
        onOpenChange={onOpenChange}
        title={words.title(keys.length)}
        description={words.description(keys.length)}
        submit={words.submit}
        heirs={heirs}
        offer={(toMembershipId) => offerApiKeys({ apiKeyIds: keys.map(({ id }) => id), toMembershipId })}
        onDone={(outcome) => {
          onOpenChange(false)
          onOffered()
          if (outcome.refused.length > 0) {
            setMade({ of: keys, outcome })
            setTelling(true)
          } else {
            toast({
              title:
                keys.length === 1 && only
                  ? words.offered(only.name, outcome.to)
                  : words.offeredKeys(outcome.offered.length, outcome.to),
            })
          }
        }}
        finalFocus={finalFocus}
      >
        <ul className="max-h-40 overflow-y-auto text-ink-2">
          {keys.map(({ id, name, app }) => (
            <li key={id} className="break-words">
              <span className="text-ink">{name}</span> <span className="text-xs">{app.name}</span>
            </li>
          ))}
        </ul>
        <p className="text-ink-2">{words.until(LIMITS.offerDays)}</p>
      </OfferDialog>
      {made && (
        <Dialog
          open={telling}
          onOpenChange={setTelling}
          title={words.outcome(made.outcome.offered.length, made.outcome.refused.length, made.outcome.to)}
          finalFocus={finalFocus}
        >
          <DialogBody>
            <ul aria-label={words.refused} className="flex flex-col gap-2">
              {made.outcome.refused.map(({ apiKeyId, why }) => (
                <li key={apiKeyId} className="break-words">
                  <span className="font-medium">{made.of.find(({ id }) => id === apiKeyId)?.name}</span>
                  <span className="block text-bad text-xs">{why}</span>
                </li>
              ))}
            </ul>
          </DialogBody>
          <DialogFooter>
            <DialogClose className={buttonStyle({ variant: 'primary' })}>{words.done}</DialogClose>
          </DialogFooter>
        </Dialog>
      )}
    </>
  )
}
