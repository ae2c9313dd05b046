import type { z } from 'zod'
import { AcknowledgementInput } from '@/lib/contract/feed'
import { fail, ok, type Result } from '@/lib/core/result'
import { sha256 } from '@/lib/crypto/hashes'
import { type Acknowledging, findAcknowledging, saveAcknowledgements } from '@/lib/db/gateways'
import { parseInput } from '@/lib/operations/parse-input'
import type { Platform } from '@/lib/operations/perform'

/** What one process of a gateway says that it has durably applied, and the token that it says it with. */
export interface AskedAcknowledgement {
  readonly token: string
  readonly input: unknown
}

/**
 * Instances have durably applied everything up to a `seq`. When, Postgres's clock says. Many are stored in one transaction: with a thousand
 * gateways each change brings as many of them at once, and everything else waits behind them. Each is judged for itself; one that is answered
 * with success is stored.
 */
export async function acknowledgeChanges(
  { database }: Platform,
  asked: readonly AskedAcknowledgement[],
): Promise<Result<object>[]> {
  const parsed = asked.map(({ token, input }) => ({
    tokenHash: sha256(token),
    read: parseInput(AcknowledgementInput, input),
  }))
  return database.transaction(async (tx) => {
    const found = await findAcknowledging(
      tx,
      parsed.map(({ tokenHash, read }) => ({ tokenHash, instance: read.ok ? read.value.instance : null })),
    )
    const judged = parsed.map(({ read }, index) => judge(found.get(index), read))
    await saveAcknowledgements(
      tx,
      judged.flatMap(({ saved }) => saved ?? []),
    )
    return judged.map(({ answer }) => answer)
  })
}

/** Who asks comes before what they ask: a stranger learns nothing from what is said of the input. */
function judge(by: Acknowledging | undefined, read: Result<z.output<typeof AcknowledgementInput>>) {
  if (!by || by.isRetired) return { answer: fail('gateway_token_refused') }
  if (!read.ok) return { answer: read }
  const { instance, epoch, seq } = read.value
  if (epoch !== by.headEpoch || seq > by.headSeq) return { answer: fail('unknown_epoch') }
  // Who never renewed owes nothing: there is nothing to write down.
  if (by.gatewayOfInstance === null) return { answer: ok({}) }
  if (by.gatewayOfInstance !== by.gatewayId) return { answer: fail('gateway_token_refused') }
  return { answer: ok({}), saved: { organizationId: by.organizationId, instance, seq } }
}
