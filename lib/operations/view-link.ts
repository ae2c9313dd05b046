import { LinkInput } from '@/lib/contract/accounts'
import { fail, ok } from '@/lib/core/result'
import { sha256 } from '@/lib/crypto/hashes'
import { lockLink } from '@/lib/db/sessions'
import { findUser } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'

/** What a link is for, without using it up: GET shows, POST consumes. */
export const viewLink = accountOperation({
  input: LinkInput,
  async run({ tx }, { token }) {
    const link = await lockLink(tx, sha256(token))
    if (!link) return fail('link_not_valid')
    const user = link.userId ? await findUser(tx, link.userId) : null
    return ok({ purpose: link.purpose, email: user?.email ?? null })
  },
})
