import { readNotificationsHref } from '@/components/places'
import type { HappeningId } from '@/lib/core/identifiers'

/** Told by a link that is being followed, so it goes on when the page does; true when it was written down. */
export async function markRead(
  organizationSlug: string,
  which: { readonly one: HappeningId } | { readonly upTo: HappeningId },
): Promise<boolean> {
  try {
    const answer = await fetch(readNotificationsHref(organizationSlug), {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(which),
    })
    return answer.ok && ((await answer.json()) as { ok: boolean }).ok
  } catch {
    return false
  }
}

/** Said on the page when something was read, so that the bell looks again. */
export const READ_EVENT = 'aura:notifications-read'
export const tellBell = () => void dispatchEvent(new Event(READ_EVENT))
