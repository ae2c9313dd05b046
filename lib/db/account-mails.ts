import type { Origin } from '@/lib/core/events'
import { type Invitation, setMailState } from '@/lib/db/invitations'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Somebody waits for these: before messages of what happened. */
const PRIORITY = 5
/** The worker waits longer after each attempt, to some six hours: so many make a little over a day. A reset, tried for half an hour, is asked for anew. */
const INVITATION_ATTEMPTS = 14
const RESET_ATTEMPTS = 8

/** A job, in this transaction, that mails an invitation. It has no link in it: the worker makes one when it sends. */
export async function mailInvitation(
  tx: Tx,
  { organizationId, id }: Pick<Invitation, 'organizationId' | 'id'>,
): Promise<void> {
  await setMailState(tx, { id }, 'pending', null)
  await clientOf(tx).$executeRaw`
    select graphile_worker.add_job('mail_invitation', json_build_object('organizationId', ${organizationId}::text, 'invitationId', ${id}::text),
      job_key := ${id}, priority := ${PRIORITY}, max_attempts := ${INVITATION_ATTEMPTS})`
}

/**
 * Jobs that were tried as often as they may be, and those whose worker was killed in the last attempt: nobody takes them up again, and that of
 * a reset holds an address that somebody typed. Returns how many went.
 */
export async function forgetSpentJobs(tx: Tx, before: Date): Promise<number> {
  return clientOf(tx).$executeRaw`
    delete from graphile_worker._private_jobs where "attempts" >= "max_attempts" and greatest("run_at", "locked_at") < ${before}`
}

/** The same for any address that was typed: whether it has an account is found out by the worker, where nobody watches how long it takes. */
export async function mailPasswordReset(tx: Tx, email: string, origin: Origin): Promise<void> {
  await clientOf(tx).$executeRaw`
    select graphile_worker.add_job('mail_password_reset', json_build_object('email', ${email}::text, 'origin', ${JSON.stringify(origin)}::json),
      job_key := ${`password reset of ${email}`}, priority := ${PRIORITY}, max_attempts := ${RESET_ATTEMPTS})`
}
