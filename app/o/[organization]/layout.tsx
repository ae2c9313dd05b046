import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { ViewerProvider } from '@/components/accounts/viewer'
import { NotificationBell } from '@/components/notifications/notification-bell'
import {
  ACCOUNT_HREF,
  auditLogHref,
  gatewaysHref,
  inventoryHref,
  membersHref,
  notificationSettingsHref,
  organizationHref,
  policiesHref,
  secretsHref,
  serviceHref,
  singleSignOnHref,
  webhooksHref,
} from '@/components/places'
import { SearchButton } from '@/components/search/search-button'
import { AppShell } from '@/components/shell/app-shell'
import type { NavigationGroup } from '@/components/shell/navigation'
import type { NavigationIconName } from '@/components/shell/navigation-icon'
import { parseTheme, THEME_COOKIE } from '@/components/ui/theme'
import type { ViewerView } from '@/lib/contract/accounts'
import { SERVICES, type Service } from '@/lib/core/services'
import { requireViewer } from '@/lib/server/queries'
import { terms } from '@/lib/server/terms'
import { commonWords } from '@/words/common'
import { membersWords } from '@/words/members'
import { notificationsWords } from '@/words/notifications'
import { pagesWords } from '@/words/pages'
import { policiesWords } from '@/words/policies'
import { ssoWords } from '@/words/sso'
import { ROLE_WORDS, SERVICE_WORDS, type Words } from '@/words/terms'
import { webhooksWords } from '@/words/webhooks'
import { signOutAction } from '../../sign-in/actions'

type OrganizationLayoutProps = { params: Promise<{ organization: string }>; children: ReactNode }

export async function generateMetadata({ params }: OrganizationLayoutProps): Promise<Metadata> {
  const { organization } = await requireViewer((await params).organization)
  return { title: { default: organization.name, template: pagesWords.organization.titleTemplate(organization.name) } }
}

export default async function OrganizationLayout({ params, children }: OrganizationLayoutProps) {
  const viewer = await requireViewer((await params).organization)
  const words = terms()
  const navigation = navigationOf(viewer, words)
  return (
    <ViewerProvider viewer={{ organizationSlug: viewer.organization.slug, timeZone: viewer.user.timeZone, words }}>
      <AppShell
        organizations={viewer.organizations.map(({ name, slug }) => ({
          name,
          href: organizationHref(slug),
          current: slug === viewer.organization.slug,
        }))}
        navigation={navigation}
        account={{ name: viewer.user.name, email: viewer.user.email, role: ROLE_WORDS[viewer.role] }}
        theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}
        signOut={signOutAction}
        accountHref={ACCOUNT_HREF}
        topBarEnd={<NotificationBell />}
        search={
          <SearchButton
            navigation={navigation}
            account={viewer.user.email}
            can={{ createApp: viewer.can.createApp, createSecret: viewer.can.createSecret }}
            signOut={signOutAction}
          />
        }
      >
        {children}
      </AppShell>
    </ViewerProvider>
  )
}

const SERVICE_ICONS: Readonly<Record<Service, NavigationIconName>> = {
  cloud_function: 'cloud',
  dashboard_app: 'chart',
  inference_api: 'sparkle',
}

/** What a role can't open, it doesn't see. */
function navigationOf({ organization: { slug }, can }: ViewerView, words: Words): NavigationGroup[] {
  const store = can.secrets ? [{ label: commonWords.secrets, href: secretsHref(slug), icon: 'lock' as const }] : []
  const organization = [
    // Everybody may see with whom they are here.
    { label: membersWords.title, href: membersHref(slug), icon: 'users' as const },
    ...(can.policies ? [{ label: policiesWords.title, href: policiesHref(slug), icon: 'shield' as const }] : []),
    ...(can.inventory ? [{ label: commonWords.apiKeys, href: inventoryHref(slug), icon: 'key' as const }] : []),
    ...(can.gateways ? [{ label: commonWords.gateways, href: gatewaysHref(slug), icon: 'network' as const }] : []),
    ...(can.webhooks ? [{ label: webhooksWords.title, href: webhooksHref(slug), icon: 'webhook' as const }] : []),
    ...(can.singleSignOn
      ? [{ label: ssoWords.page.title, href: singleSignOnHref(slug), icon: 'id-card' as const }]
      : []),
    ...(can.auditLog ? [{ label: commonWords.auditLog, href: auditLogHref(slug), icon: 'scroll' as const }] : []),
    ...(can.notificationSettings
      ? [{ label: notificationsWords.settings.title, href: notificationSettingsHref(slug), icon: 'bell' as const }]
      : []),
  ]
  return [
    { items: [{ label: commonWords.home, href: organizationHref(slug), icon: 'home' as const }] },
    {
      label: words.section,
      items: SERVICES.map((service) => ({
        label: SERVICE_WORDS[service].many,
        href: serviceHref(slug, service),
        icon: SERVICE_ICONS[service],
      })),
    },
    { label: pagesWords.organization.store, items: store },
    { label: commonWords.organization, items: organization },
  ].filter(({ items }) => items.length > 0)
}
