import { Callout } from '@/components/ui/callout'
import type { TestedClaims } from '@/lib/contract/identity-provider'
import { commonWords } from '@/words/common'
import { ssoWords } from '@/words/sso'

const words = ssoWords.tested

export type TestedClaimsProps = {
  tested: { readonly ok: true; readonly claims: TestedClaims } | { readonly ok: false; readonly message: string }
}

/** What a test sign-in came to. */
export function TestedSignIn({ tested }: TestedClaimsProps) {
  if (!tested.ok)
    return (
      <Callout tone="bad" title={words.failed} role="status">
        {tested.message}
      </Callout>
    )
  const { subject, email, emailVerified, name } = tested.claims
  return (
    <Callout tone="good" title={words.works} role="status">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4">
        <dt>{words.subject}</dt>
        <dd className="break-all">{subject}</dd>
        <dt>{commonWords.name}</dt>
        <dd className="break-words">{name ?? words.none}</dd>
        <dt>{words.email}</dt>
        <dd className="break-all">
          {email ? `${email} (${emailVerified ? words.verified : words.notVerified})` : words.none}
        </dd>
      </dl>
    </Callout>
  )
}
