import { setTimeout as sleep } from 'node:timers/promises'
import { appKeysHref, receiptHref } from '@/components/places'
import type { Revocation } from '@/e2e/fault-run/record'
import { call } from '@/e2e/processes/call'
import type { HeldKey } from '@/e2e/processes/callers'
import { type Installation, OWNER } from '@/e2e/processes/installation'
import { type SignedInClient, signIn } from '@/e2e/processes/signed-in-client'
import { until } from '@/e2e/processes/until'
import type { ReceiptView } from '@/lib/contract/receipts'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { viewApiKey } from '@/lib/operations/view-api-key'

export type ConfirmedRevocation = Omit<Revocation, 'receipt' | 'receiptAtEnd'> & { readonly seq: number }

/** Who gets no answer tries again after so long, at the next portal, as behind a load balancer. */
const RETRY_MILLISECONDS = 250
/** Receipts are looked at closely at first, and then patiently: many may wait for one gateway that is cut off. */
const LOOKS = { closely: 100, forMilliseconds: 2_000, patiently: 4_000 }

/** People who revoke keys in their browsers, and watch the receipts fill. */
export interface RevokingPeople {
  /** Presses the button, however often it takes. Throws when patience ends before any portal has answered. */
  revoke(key: HeldKey, portal: number, patience: AbortSignal): Promise<ConfirmedRevocation>
  /** The receipt when it is complete; undefined when patience ends before. */
  follow(revocation: ConfirmedRevocation, patience: AbortSignal): Promise<ReceiptView | undefined>
}

/** Signs a person in at each portal. Sessions are in the database, so they outlive every portal. */
export async function signPeopleIn(installation: Installation, portals: readonly string[]): Promise<RevokingPeople> {
  const { organization, publicUrl } = installation
  const sessions = await Promise.all(portals.map((url) => signIn(url, publicUrl, OWNER)))
  const sessionAt = (portal: number) => sessions[portal % sessions.length] as SignedInClient

  /** The `seq` of the receipt; undefined when no answer came, which says nothing about what was done. */
  const press = async (session: SignedInClient, { id, appSlug }: HeldKey): Promise<number | undefined> => {
    const page = appKeysHref(organization.slug, { service: 'cloud_function', slug: appSlug })
    const input = { apiKeyId: id, agreed: true }
    const answer = await session
      .act<{ seq: number }>(page, 'revokeApiKeyAction', organization.slug, input)
      .catch(() => undefined)
    if (!answer) return undefined
    if (answer.ok) return answer.value.seq
    // It was done by the press before, whose answer was lost.
    if (answer.code === 'api_key_already_revoked') return seqOfRevocation(id)
    throw new Error(`The revocation of ${id} was refused: ${answer.code}`)
  }

  /** Where the key's page finds the receipt of what was done to it. */
  const seqOfRevocation = (id: string): Promise<number> =>
    until('the revocation is in the key’s history', async () => {
      const { events } = await installation.act(viewApiKey, { apiKeyId: id as ApiKeyId })
      return events.findLast(({ type }) => type === 'api_key.revoked')?.seq
    })

  const look = async (portal: number, seq: number): Promise<ReceiptView | undefined> => {
    const { cookies } = sessionAt(portal)
    const url = `${portals[portal % portals.length]}${receiptHref(organization.slug, seq)}`
    const answer = await call(url, { headers: { cookie: cookies } }).catch(() => undefined)
    return answer?.status === 200 ? JSON.parse(answer.body) : undefined
  }

  return {
    async revoke(key, portal, patience) {
      const clickedAt = Date.now()
      for (let attempts = 1; ; attempts += 1) {
        const seq = await press(sessionAt(portal + attempts - 1), key)
        if (seq !== undefined) return { key: key.id, portal, clickedAt, confirmedAt: Date.now(), attempts, seq }
        patience.throwIfAborted()
        await sleep(RETRY_MILLISECONDS)
      }
    },
    async follow({ seq, portal, confirmedAt }, patience) {
      for (let looks = 0; ; looks += 1) {
        const receipt = await look(portal + looks, seq)
        if (receipt?.complete) return receipt
        if (patience.aborted) return undefined
        await sleep(Date.now() - confirmedAt < LOOKS.forMilliseconds ? LOOKS.closely : LOOKS.patiently)
      }
    },
  }
}
