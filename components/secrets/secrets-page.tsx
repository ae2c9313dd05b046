'use client'

import { Eye, Lock } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { Moment, TimesNote } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { KeyStatusBadge } from '@/components/api-keys/key-cells'
import { useAskedDialog } from '@/components/asked-dialog'
import { anyApiKeyHref } from '@/components/places'
import { type Act, usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { useToast } from '@/components/ui/toast'
import type { SecretInput, SecretsView, SecretView } from '@/lib/contract/secrets'
import type { KeyStatus } from '@/lib/core/api-key'
import { type CreateSecret, NewSecretDialog } from './new-secret-dialog'

export type RevealSecret = Act<z.input<typeof SecretInput>, { readonly value: string }>

export type SecretsPageProps = {
  view: SecretsView
  actions: { readonly createSecret: CreateSecret; readonly revealSecret: RevealSecret }
}

export function SecretsPage({ view, actions }: SecretsPageProps) {
  const router = useRouter()
  const toast = useToast()
  const [naming, setNaming] = useState(false)
  const newButton = useRef<HTMLButtonElement>(null)
  useAskedDialog('new-secret', () => setNaming(true))
  const reveal = useReveal(actions.revealSecret)

  return (
    <>
      <PageHeader
        title="Secrets"
        description="Named values, stored encrypted. You see those that you may reveal."
        actions={
          view.can.create && (
            <Button ref={newButton} variant="primary" onClick={() => setNaming(true)}>
              New Secret
            </Button>
          )
        }
      />
      {view.secrets.length === 0 ? (
        <EmptyState
          icon={Lock}
          title="No secrets yet"
          description={
            view.can.create
              ? 'Save an API key as a secret when it is created, or store any other value under a name.'
              : 'Nothing has been shared with you.'
          }
          action={view.can.create && <Button onClick={() => setNaming(true)}>Store a value</Button>}
          code={
            view.can.create && (
              <CodeBlock
                code="read -rs AURA_KEY && export AURA_KEY  # paste what you revealed"
                label="Shell command"
                copyLabel="Copy shell command"
              />
            )
          }
        />
      ) : (
        <div className="flex flex-col gap-3">
          <SecretsTable view={view} onReveal={reveal.begin} revealing={reveal.pending} />
          <div className="flex flex-wrap items-center justify-between gap-2 px-0.5 text-ink-2">
            <p>{view.secrets.length === 1 ? '1 secret' : `${view.secrets.length} secrets`}</p>
            <p>
              <TimesNote />
            </p>
          </div>
        </div>
      )}
      <NewSecretDialog
        open={naming}
        onOpenChange={setNaming}
        createSecret={actions.createSecret}
        finalFocus={newButton}
        onSaved={(secret) => {
          setNaming(false)
          toast({ title: `${secret.name} is stored` })
          router.refresh()
        }}
      />
      {reveal.secret && (
        <Dialog
          open={reveal.open}
          onOpenChange={(open) => !open && reveal.end()}
          title={reveal.secret.name}
          description="That you saw it stands in the audit log."
          size="medium"
          finalFocus={reveal.finalFocus}
        >
          <DialogBody>
            <CodeBlock code={reveal.value} label={`Value of ${reveal.secret.name}`} className="[&_pre]:break-all" />
            <div className="-mt-2">
              <CopyButton value={reveal.value} label="Copy value" variant="primary" />
            </div>
            {reveal.secret.holds && isDead(reveal.secret.holds.status) && (
              <Callout tone="warn">The key in it opens nothing any more: it is {reveal.secret.holds.status}.</Callout>
            )}
          </DialogBody>
          <DialogFooter>
            <DialogClose>Close</DialogClose>
          </DialogFooter>
        </Dialog>
      )}
    </>
  )
}

const isDead = (status: KeyStatus) => status === 'revoked' || status === 'expired' || status === 'orphaned'

type SecretsTableProps = {
  view: SecretsView
  onReveal: (secret: SecretView, pressed: HTMLElement) => void
  revealing: SecretView | null
}

function SecretsTable({ view, onReveal, revealing }: SecretsTableProps) {
  const { organizationSlug } = useViewer()
  return (
    <Table caption="Secrets">
      <TableHead>
        <TableRow>
          <ColumnHead>Name</ColumnHead>
          <ColumnHead>Holds</ColumnHead>
          <ColumnHead>Owner</ColumnHead>
          <ColumnHead>Created</ColumnHead>
          <ColumnHead align="end">Version</ColumnHead>
          <ColumnHead align="end">Actions</ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {view.secrets.map((secret) => (
          <TableRow key={secret.id} id={secret.id} className="target:bg-accent-soft">
            <TableCell inCard="title" className="break-all font-medium font-mono text-xs">
              {secret.name}
            </TableCell>
            <TableCell label="Holds" {...(secret.holds ? { detail: `API key of ${secret.holds.appName}` } : {})}>
              {secret.holds ? (
                <span className="flex flex-wrap items-center gap-2">
                  <TextLink
                    look="plain"
                    className="font-normal"
                    href={anyApiKeyHref(organizationSlug, secret.holds.id)}
                  >
                    {secret.holds.name}
                  </TextLink>
                  <KeyStatusBadge status={secret.holds.status} />
                </span>
              ) : (
                <span className="text-ink-2">A value</span>
              )}
            </TableCell>
            <TableCell label="Owner">{secret.owner}</TableCell>
            <TableCell label="Created" className="md:whitespace-nowrap">
              <Moment at={secret.createdAt} />
            </TableCell>
            <TableCell label="Version" align="end">
              {secret.version}
            </TableCell>
            <TableCell inCard="actions" align="end">
              {secret.can.reveal && (
                <Button
                  size="small"
                  aria-label={`Reveal ${secret.name}`}
                  pending={revealing?.id === secret.id}
                  onClick={(event) => onReveal(secret, event.currentTarget)}
                >
                  <Eye aria-hidden />
                  Reveal
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

/** The value is asked for when someone presses, stays while the dialog is open, and is gone when it closes. */
function useReveal(revealSecret: RevealSecret) {
  const toast = useToast()
  const { press, pending } = usePress()
  const [secret, setSecret] = useState<SecretView | null>(null)
  const [value, setValue] = useState('')
  const [open, setOpen] = useState(false)
  const finalFocus = useRef<HTMLElement | null>(null)

  function begin(asked: SecretView, pressed: HTMLElement) {
    finalFocus.current = pressed
    setSecret(asked)
    press(
      () => revealSecret({ secretId: asked.id }),
      (outcome) => {
        if (outcome.ok) {
          setValue(outcome.value.value)
          setOpen(true)
        } else toast({ title: `${asked.name} was not revealed`, description: outcome.message, tone: 'bad' })
      },
    )
  }

  function end() {
    setOpen(false)
    setValue('')
  }

  return { begin, end, open, secret, value, finalFocus, pending: pending ? secret : null }
}
