import { type PreparedCall, TryAppInput } from '@/lib/contract/tried-call'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { carriesBody } from '@/lib/core/tried-call'
import { findAppBySlug } from '@/lib/db/apps'
import { read } from '@/lib/operations/operation'
import { endpointOf } from '@/lib/operations/views'

/** What is sent when somebody tries an app: to its own address at the gateway and below it, whatever was typed. */
export const prepareCall = read({
  input: TryAppInput,
  async run({ tx, actor, settings }, { slug, method, path, contentType, body }) {
    if (!may(actor, 'organization.view', {})) return fail('not_permitted')
    const app = await findAppBySlug(tx, actor.organizationId, slug)
    if (!app) return fail('app_not_found')
    if (app.deletedAt) return fail('app_deleted')
    const endpoint = endpointOf(app, settings)
    const url = new URL(endpoint + path.replace(/^\/+/, ''))
    if (!url.href.startsWith(endpoint)) throw new Error('A path that was checked leads out of its app')
    const sent = carriesBody(method) && body !== '' ? body : null
    const call: PreparedCall = {
      url: url.href,
      method,
      contentType: sent === null ? null : contentType || null,
      body: sent,
    }
    return ok(call)
  },
})
