import { FAILURES, type FailureCode, sentenceOf } from '@/lib/core/failures'
import { performForAccount } from '@/lib/operations/perform'
import { viewConnection, viewProviderOf } from '@/lib/operations/view-provider-of'
import { requestOrigin } from '@/lib/server/origin'
import { platform } from '@/lib/server/platform'
import { currentSessionId } from '@/lib/server/session'

/** What the button of an organization says; a refusal where there is none. */
export const providerOf = async (organization: string) =>
  performForAccount(platform(), viewProviderOf, await requestOrigin(), { organization })

/** How the member who is signed in stands with the organization’s provider. */
export const connectionOf = async (organization: string) =>
  performForAccount(platform(), viewConnection, await requestOrigin(), {
    organization,
    sessionId: await currentSessionId(),
  })

/** The words of what went wrong, which an address tells by its code: no text from an address is ever shown. */
export function sentenceOfProblem(code: unknown): string | undefined {
  if (typeof code !== 'string' || !Object.hasOwn(FAILURES, code)) return undefined
  if (code === 'sso_membership_ended') return MEMBERSHIP_ENDED
  if (code === 'too_many_attempts') return sentenceOf({ code, params: { minutes: 15 } })
  return /^(sso|openid|client_secret)_/.test(code) || code === 'not_signed_in' || code === 'not_permitted'
    ? sentenceOf({ code: code as FailureCode })
    : undefined
}

const MEMBERSHIP_ENDED = sentenceOf({ code: 'sso_membership_ended', params: { state: 'suspended or removed' } })
