'use client'

import { type Outcome, wrongWith } from '@/components/submission'
import { MultipleChoiceGroup } from '@/components/ui/choice-group'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { SecretId } from '@/lib/core/identifiers'

export const readSecretsToFollow = (form: FormData) => form.getAll('secretIds').map((id) => String(id) as SecretId)

export type SecretsToFollowProps = {
  apiKey: ApiKeyView
  words: { readonly secretsLabel: string; readonly secretsDescription: string }
  outcome: Outcome<unknown> | null
}

/** Which of the viewer's secrets that hold the old key get the new one: all of them, unless somebody says otherwise. */
export function SecretsToFollow({ apiKey, words, outcome }: SecretsToFollowProps) {
  const own = apiKey.secrets.filter(({ manage }) => manage)
  if (own.length === 0) return null
  return (
    <MultipleChoiceGroup
      label={words.secretsLabel}
      name="secretIds"
      defaultValue={own.map(({ id }) => id)}
      choices={own.map(({ id, name }) => ({ value: id, label: name }))}
      error={wrongWith(outcome, 'secretIds')}
      description={words.secretsDescription}
    />
  )
}
