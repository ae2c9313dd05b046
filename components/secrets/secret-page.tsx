'use client'

import { Eye, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { ListFoot } from '@/components/list-foot'
import { secretHref } from '@/components/places'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Fact, Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { StatusBadge } from '@/components/ui/status-badge'
import type { SecretPageView } from '@/lib/contract/secrets'
import { secretsWords } from '@/words/secrets'
import { CopySecret } from './copy-secret'
import { type DeleteSecret, DeleteSecretButton } from './delete-secret'
import { HeldKey } from './held-key'
import { type RenameSecret, RenameSecretButton } from './rename-secret'
import { type RestoreSecret, RestoreSecretButton } from './restore-secret'
import { isRevealing, type Reveal, RevealDialog, type RevealSecret, useReveal } from './reveal-dialog'
import { SecretShares, type ShareSecret, type UnshareSecret } from './secret-shares'
import { SecretVersions } from './secret-versions'
import { type UpdateSecret, UpdateSecretButton } from './update-secret'

export type SecretPageProps = {
  view: SecretPageView
  /** Its newest versions are shown, not older ones. */
  isNewest: boolean
  /** What happened to it, for those who may manage it. */
  timeline: ReactNode
  actions: {
    readonly revealSecret: RevealSecret
    readonly updateSecret: UpdateSecret
    readonly renameSecret: RenameSecret
    readonly shareSecret: ShareSecret
    readonly unshareSecret: UnshareSecret
    readonly deleteSecret: DeleteSecret
    readonly restoreSecret: RestoreSecret
  }
}

const { page: words, columns } = secretsWords

/** One secret: who has it, what it held and holds. Never its value, until somebody asks for it. */
export function SecretPage({ view, isNewest, timeline, actions }: SecretPageProps) {
  const { organizationSlug } = useViewer()
  const reveal = useReveal(actions.revealSecret)
  const { secret, nextBefore } = view
  const href = secretHref(organizationSlug, secret.id)
  const manages = secret.can.manage && secret.deletedAt === null

  return (
    <>
      <PageHeader
        title={<span className="break-all font-mono">{secret.name}</span>}
        description={words.description(secret.owner)}
        status={
          secret.deletedAt && (
            <StatusBadge tone="bad" icon={Trash2}>
              {words.deletedBadge}
            </StatusBadge>
          )
        }
        actions={<Actions view={view} actions={actions} reveal={reveal} />}
      />
      {secret.deletedAt && secret.goneAt && (
        <Callout tone="warn" title={words.deletedTitle}>
          <Said
            as={words.deleted(
              <Moment key="deleted" at={secret.deletedAt} look="zoned" />,
              view.deletedBy,
              <Moment key="gone" at={secret.goneAt} look="zoned" />,
            )}
          />
        </Callout>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section aria-labelledby="versions" className="min-w-0">
          <h2 id="versions" className="font-semibold">
            {words.versions}
          </h2>
          <p className="mt-0.5 mb-3 text-ink-2">{words.versionsDescription}</p>
          <SecretVersions view={view} reveal={reveal} revealSecret={actions.revealSecret} />
          <div className="mt-3">
            <ListFoot
              pages={words.pages}
              first={isNewest ? null : href}
              next={nextBefore === null ? null : `${href}?before=${nextBefore}`}
            />
          </div>
        </section>
        <div className="flex flex-col gap-6">
          <Facts>
            <Fact label={columns.name}>
              <span className="flex flex-wrap items-start justify-between gap-2">
                <span className="min-w-0 flex-1 break-all font-mono text-xs">{secret.name}</span>
                {manages && <RenameSecretButton secret={secret} renameSecret={actions.renameSecret} />}
              </span>
            </Fact>
            <Fact
              label={columns.holds}
              {...(secret.holds ? { detail: secretsWords.holds.keyOf(secret.holds.appName) } : {})}
            >
              <HeldKey holds={secret.holds} />
            </Fact>
            <Fact label={columns.owner}>{secret.owner}</Fact>
            <Fact label={columns.created}>
              <Moment at={secret.createdAt} />
            </Fact>
            <Fact label={columns.changed}>
              <Moment at={secret.changedAt} />
            </Fact>
          </Facts>
          {manages && (
            <SecretShares view={view} shareSecret={actions.shareSecret} unshareSecret={actions.unshareSecret} />
          )}
          {timeline && (
            <section aria-labelledby="timeline">
              <h2 id="timeline" className="mb-3 font-semibold">
                {words.timeline}
              </h2>
              {timeline}
            </section>
          )}
        </div>
      </div>
      <RevealDialog reveal={reveal} />
    </>
  )
}

function Actions({
  view: { secret },
  actions,
  reveal,
}: Pick<SecretPageProps, 'view' | 'actions'> & { reveal: Reveal }) {
  if (secret.deletedAt) {
    return (
      secret.can.manage && (
        <RestoreSecretButton variant="primary" secret={secret} restoreSecret={actions.restoreSecret} />
      )
    )
  }
  return (
    <>
      {secret.can.manage && <DeleteSecretButton secret={secret} deleteSecret={actions.deleteSecret} />}
      <CopySecret
        look="button"
        secret={{ ...secret, isCurrent: true }}
        revealSecret={actions.revealSecret}
        label={secretsWords.copy.named(secret.name)}
      />
      <Button
        aria-label={secretsWords.reveal.named(secret.name)}
        pending={isRevealing(reveal, secret.id, secret.version)}
        onClick={(event) => reveal.begin({ ...secret, isCurrent: true }, event.currentTarget)}
      >
        <Eye aria-hidden />
        {secretsWords.reveal.action}
      </Button>
      {secret.can.manage && (
        <UpdateSecretButton secret={secret} updateSecret={actions.updateSecret} revealSecret={actions.revealSecret} />
      )}
    </>
  )
}
