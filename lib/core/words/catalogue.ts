import * as account from './en/account'
import * as accountMails from './en/account-mails'
import * as accounts from './en/accounts'
import * as apiKeys from './en/api-keys'
import * as apps from './en/apps'
import * as auditLog from './en/audit-log'
import * as bell from './en/bell'
import * as common from './en/common'
import * as gateways from './en/gateways'
import * as handOver from './en/hand-over'
import * as home from './en/home'
import * as impact from './en/impact'
import * as keyDialogs from './en/key-dialogs'
import * as keyPage from './en/key-page'
import * as language from './en/language'

import * as members from './en/members'

import * as notifications from './en/notifications'

import * as pages from './en/pages'
import * as policies from './en/policies'
import * as receipts from './en/receipts'
import * as rotation from './en/rotation'
import * as search from './en/search'
import * as secrets from './en/secrets'
import * as shell from './en/shell'
import * as sso from './en/sso'
import * as terms from './en/terms'
import * as ui from './en/ui'
import * as usage from './en/usage'
import * as webhooks from './en/webhooks'

/**
 * Everything that people read, by room. Pages take each room from `@/words/<room>`, so a browser loads the words of what it
 * shows and no others; where `@/words` leads is said once, in `tsconfig.json`. A second language is a second folder, here
 * as a second object `satisfies Catalogue`: a sentence that it lacks, or one with other parameters, does not compile.
 */
export const en = {
  account,
  accountMails,
  accounts,
  apiKeys,
  apps,
  auditLog,
  bell,
  common,
  gateways,
  handOver,
  home,
  impact,
  keyDialogs,
  keyPage,
  language,
  members,
  notifications,
  pages,
  policies,
  receipts,
  search,
  rotation,
  secrets,
  shell,
  sso,
  terms,
  ui,
  usage,
  webhooks,
}

export type Catalogue = typeof en
