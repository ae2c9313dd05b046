'use client'

import { Lock, SearchX, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { useAskedDialog } from '@/components/asked-dialog'
import { ListFoot } from '@/components/list-foot'
import { secretsHref } from '@/components/places'
import { TextSearch } from '@/components/text-search'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { useToast } from '@/components/ui/toast'
import type { SecretsView } from '@/lib/contract/secrets'
import { LIMITS } from '@/lib/core/limits'
import { commonWords } from '@/words/common'
import { secretsWords as words } from '@/words/secrets'
import { type CreateSecret, NewSecretDialog } from './new-secret-dialog'
import type { RestoreSecret } from './restore-secret'
import { RevealDialog, type RevealSecret, useReveal } from './reveal-dialog'
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
        <TextSearch words={words.search} />
        {secrets.length > 0 ? (
          <>
            <SecretsTable
              secrets={secrets}
              tab={tab}
              reveal={reveal}
              revealSecret={actions.revealSecret}
              restoreSecret={actions.restoreSecret}
            />
            <ListFoot
              pages={commonWords.pages}
              first={address.cursor ? href({}) : null}
              next={view.nextCursor ? href({ cursor: view.nextCursor }) : null}
            >
              <p>
                {view.nextCursor || address.cursor
                  ? words.countOrMore(view.secrets.length)
                  : words.count(view.secrets.length)}
              </p>
            </ListFoot>
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
