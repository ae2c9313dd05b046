'use client'

import { useViewer } from '@/components/accounts/viewer'
import { formatMoment } from '@/components/ui/moment'
import { ShownOnce } from '@/components/ui/shown-once'
import type { SentInvitationView } from '@/lib/contract/members'
import { membersWords } from '@/words/members'

const words = membersWords.inviteDialog

/** What stands over the link: to whom it is, and whether a mail went to them as well. */
export const sentHeading = ({ email, mailed }: SentInvitationView) => ({
  title: words.sentTitle(email),
  description: mailed ? words.mailedDescription : words.sentDescription,
})

/** The link, once: it is known to nobody afterwards but to whom it is given. */
export function SentInvitation({ sent, onClose }: { sent: SentInvitationView; onClose: () => void }) {
  const { timeZone } = useViewer()
  return (
    <ShownOnce
      value={sent.url}
      words={words.shown}
      beside={<p className="text-ink-2 text-xs">{words.until(formatMoment(sent.expiresAt, timeZone))}</p>}
      onClose={onClose}
    />
  )
}
