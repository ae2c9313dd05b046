import type { ReactNode } from 'react'
import { organizationHref } from '@/components/places'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import type { Theme } from '@/components/ui/theme'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import type { AccountView } from '@/lib/contract/account'
import { accountWords as words } from '@/words/account'
import { ROLE_WORDS } from '@/words/terms'
import { Connections, type Disconnect } from './connections'
import { type ChangePassword, PasswordForm } from './password-form'
import { type ChangeAccount, ProfileForm } from './profile-form'
import { type EndOtherSessions, type EndOwnSession, SessionsList } from './sessions-list'

export type AccountPageProps = {
  account: AccountView
  timeZones: readonly string[]
  theme: Theme
  actions: {
    readonly changeAccount: ChangeAccount
    readonly changePassword: ChangePassword
    readonly disconnect: Disconnect
    readonly endOwnSession: EndOwnSession
    readonly endOtherSessions: EndOtherSessions
  }
}

/** What is one's own wherever one is: name, zone, password, single sign-on, look, sessions. */
export function AccountPage({ account, timeZones, theme, actions }: AccountPageProps) {
  return (
    <>
      <PageHeader title={words.title} description={words.description(account.email)} />
      <div className="grid gap-8 lg:grid-cols-2">
        <div className="flex flex-col gap-8">
          <Part id="profile" heading={words.profile.heading}>
            <ProfileForm account={account} timeZones={timeZones} changeAccount={actions.changeAccount} />
          </Part>
          <Part id="organizations" heading={words.organizations.heading}>
            {account.organizations.length > 0 ? (
              <ul className="divide-y divide-line rounded-lg border border-line bg-surface px-4">
                {account.organizations.map(({ name, slug, role }) => (
                  <li key={slug} className="flex items-center justify-between gap-3 py-2.5">
                    <TextLink href={organizationHref(slug)} className="min-w-0 break-words">
                      {name}
                    </TextLink>
                    <span className="shrink-0 text-ink-2 text-xs">{ROLE_WORDS[role]}</span>
                  </li>
                ))}
              </ul>
            ) : (
              <p className="text-ink-2">{words.organizations.none}</p>
            )}
          </Part>
        </div>
        <div className="flex flex-col gap-8">
          <Part
            id="password"
            heading={words.password.heading}
            description={account.can.changePassword ? words.password.description : undefined}
          >
            {account.can.changePassword ? (
              <PasswordForm email={account.email} changePassword={actions.changePassword} />
            ) : (
              <p className="text-ink-2">{account.can.change ? words.password.none : words.profile.elsewhere}</p>
            )}
          </Part>
          <Connections account={account} disconnect={actions.disconnect} />
          <Part id="appearance" heading={words.appearance.heading} description={words.appearance.description}>
            <ThemeToggle theme={theme} className="max-w-66" />
          </Part>
        </div>
      </div>
      <SessionsList
        account={account}
        endOwnSession={actions.endOwnSession}
        endOtherSessions={actions.endOtherSessions}
      />
    </>
  )
}

type PartProps = { id: string; heading: string; description?: string | undefined; children: ReactNode }

function Part({ id, heading, description, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h2 id={id} className="font-semibold text-base">
        {heading}
      </h2>
      {description && <p className="text-ink-2">{description}</p>}
      <div className="mt-3">{children}</div>
    </section>
  )
}
