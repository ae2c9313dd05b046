'use client'

import { Lock, SearchX, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { TimesNote } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { useAskedDialog } from '@/components/asked-dialog'
import { secretsHref } from '@/components/places'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { useToast } from '@/components/ui/toast'
import type { SecretsView } from '@/lib/contract/secrets'
import { LIMITS } from '@/lib/core/limits'
import { secretsWords as words } from '@/words/secrets'
import { type CreateSecret, NewSecretDialog } from './new-secret-dialog'
import type { RestoreSecret } from './restore-secret'
import { RevealDialog, type RevealSecret, useReveal } from './reveal-dialog'
import { SecretSearch } from './secret-search'
import { type SecretsAddress, secretsAddressHref } from './secrets-address'
import { SecretsTable } from './secrets-table'

export type SecretsPageProps = {
  view: SecretsView
  address: SecretsAddress
  actions: {
    readonly createSecret: CreateSecret
    readonly revealSecret: RevealSecret
    readonly restoreSecret: RestoreSecret
  }
}

export function SecretsPage({ view, address, actions }: SecretsPageProps) {
  const router = useRouter()
  const toast = useToast()
  const [naming, setNaming] = useState(false)
  const newButton = useRef<HTMLButtonElement>(null)
  useAskedDialog('new-secret', () => setNaming(true))
  const reveal = useReveal(actions.revealSecret)
  const { organizationSlug } = useViewer()
  const href = (to: Partial<SecretsAddress>) =>
    secretsAddressHref(secretsHref(organizationSlug), { ...address, cursor: null, ...to })
  const { secrets, counts, can } = view
  const { tab, text } = address

  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          can.create && (
            <Button ref={newButton} variant="primary" onClick={() => setNaming(true)}>
              {words.create.button}
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-3">
        {/* Who may not create a secret may not restore one either. */}
        {can.create && (
          <Tabs
            label={words.tabs.label}
            tabs={(['live', 'deleted'] as const).map((known) => ({
              label: words.tabs[known],
              count: words.tabCount(counts[known]),
              current: known === tab,
              href: href({ tab: known }),
            }))}
          />
        )}
        <SecretSearch />
        {secrets.length > 0 ? (
          <>
            <SecretsTable
              secrets={secrets}
              tab={tab}
              reveal={reveal}
              revealSecret={actions.revealSecret}
              restoreSecret={actions.restoreSecret}
            />
            <Pager view={view} address={address} href={href} />
          </>
        ) : text ? (
          <EmptyState
            icon={SearchX}
            title={words.noneFound.title(text)}
            description={words.noneFound.description}
            action={<LinkButton href={href({ text: '' })}>{words.noneFound.action}</LinkButton>}
          />
        ) : tab === 'deleted' ? (
          <EmptyState
            icon={Trash2}
            title={words.noneDeleted.title}
            description={words.noneDeleted.description(LIMITS.deletedSecretDays)}
          />
        ) : (
          <EmptyState
            icon={Lock}
            title={words.empty.title}
            description={can.create ? words.empty.mayCreate : words.empty.mayNotCreate}
            action={can.create && <Button onClick={() => setNaming(true)}>{words.empty.create}</Button>}
            code={
              can.create && (
                <CodeBlock
                  code={words.empty.example}
                  label={words.empty.exampleLabel}
                  copyLabel={words.empty.copyExample}
                />
              )
            }
          />
        )}
      </div>
      <NewSecretDialog
        open={naming}
        onOpenChange={setNaming}
        createSecret={actions.createSecret}
        finalFocus={newButton}
        onSaved={(secret) => {
          setNaming(false)
          toast({ title: words.create.done(secret.name) })
          router.refresh()
        }}
      />
      <RevealDialog reveal={reveal} />
    </>
  )
}

function Pager({
  view,
  address,
  href,
}: Pick<SecretsPageProps, 'view' | 'address'> & { href: (to: Partial<SecretsAddress>) => string }) {
  const { secrets, nextCursor } = view
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-0.5 text-ink-2">
      <p>{nextCursor || address.cursor ? words.countOrMore(secrets.length) : words.count(secrets.length)}</p>
      {(address.cursor || nextCursor) && (
        <nav aria-label={words.pages.label} className="flex gap-2">
          {address.cursor && (
            <LinkButton size="small" href={href({})}>
              {words.pages.first}
            </LinkButton>
          )}
          {nextCursor && (
            <LinkButton size="small" href={href({ cursor: nextCursor })}>
              {words.pages.next}
            </LinkButton>
          )}
        </nav>
      )}
      <p>
        <TimesNote />
      </p>
    </div>
  )
}
