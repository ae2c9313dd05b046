import { Said } from '@/components/ui/said'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { stopWords as words } from '@/words/key-dialogs'

/** Which key a dialog is about: its name, its app, and who answers for it. */
export function OfWhichKey({ apiKey: { name, app, owner } }: { apiKey: ApiKeyView }) {
  return <Said as={words.ofWhat(<strong className="font-semibold text-ink">{name}</strong>, app.name, owner.name)} />
}
