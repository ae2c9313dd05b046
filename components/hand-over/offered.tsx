import { Moment } from '@/components/accounts/moment'
import { Said } from '@/components/ui/said'
import { offeredWords as words } from '@/words/hand-over'

/** "Offered to Jon Berg, until 28 Nov" */
export function Offered({ offer: { to, expiresAt } }: { offer: { readonly to: string; readonly expiresAt: string } }) {
  return <Said as={words.offeredTo(to, <Moment at={expiresAt} />)} />
}
