'use client'

import { Eye } from 'lucide-react'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { secretHref } from '@/components/places'
import { Button } from '@/components/ui/button'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import type { SecretView } from '@/lib/contract/secrets'
import { secretsWords } from '@/words/secrets'
import { CopySecret } from './copy-secret'
import { HeldKey } from './held-key'
import { type RestoreSecret, RestoreSecretButton } from './restore-secret'
import { isRevealing, type Reveal, type RevealSecret } from './reveal-dialog'

const { columns } = secretsWords

export type SecretsTableProps = {
  secrets: readonly SecretView[]
  tab: 'live' | 'deleted'
  reveal: Reveal
  revealSecret: RevealSecret
  restoreSecret: RestoreSecret
}

export function SecretsTable({ secrets, tab, reveal, revealSecret, restoreSecret }: SecretsTableProps) {
  const { organizationSlug } = useViewer()
  const isDeleted = tab === 'deleted'
  return (
    <Table caption={isDeleted ? secretsWords.tabs.deleted : secretsWords.title}>
      <TableHead>
        <TableRow>
          <ColumnHead>{columns.name}</ColumnHead>
          <ColumnHead>{columns.holds}</ColumnHead>
          <ColumnHead>{columns.owner}</ColumnHead>
          <ColumnHead>{isDeleted ? columns.deleted : columns.changed}</ColumnHead>
          {isDeleted ? <ColumnHead>{columns.gone}</ColumnHead> : <ColumnHead align="end">{columns.version}</ColumnHead>}
          <ColumnHead align="end">{columns.actions}</ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {secrets.map((secret) => (
          <TableRow key={secret.id}>
            <TableCell inCard="title" className="break-all font-mono text-xs">
              <TextLink look="plain" href={secretHref(organizationSlug, secret.id)}>
                {secret.name}
              </TextLink>
            </TableCell>
            <TableCell
              label={columns.holds}
              {...(secret.holds ? { detail: secretsWords.holds.keyOf(secret.holds.appName) } : {})}
            >
              <HeldKey holds={secret.holds} />
            </TableCell>
            <TableCell label={columns.owner}>{secret.owner}</TableCell>
            <TableCell label={isDeleted ? columns.deleted : columns.changed} className="md:whitespace-nowrap">
              <Moment at={secret.deletedAt ?? secret.changedAt} />
            </TableCell>
            {secret.goneAt ? (
              <TableCell label={columns.gone} className="md:whitespace-nowrap">
                <Moment at={secret.goneAt} />
              </TableCell>
            ) : (
              <TableCell label={columns.version} align="end">
                {secret.version}
              </TableCell>
            )}
            <TableCell inCard="actions" align="end">
              <span className="inline-flex items-center gap-1.5">
                {secret.can.reveal && (
                  <>
                    <Button
                      size="small"
                      aria-label={secretsWords.reveal.named(secret.name)}
                      pending={isRevealing(reveal, secret.id, secret.version)}
                      onClick={(event) => reveal.begin({ ...secret, isCurrent: true }, event.currentTarget)}
                    >
                      <Eye aria-hidden />
                      {secretsWords.reveal.action}
                    </Button>
                    <CopySecret
                      secret={{ ...secret, isCurrent: true }}
                      revealSecret={revealSecret}
                      label={secretsWords.copy.named(secret.name)}
                    />
                  </>
                )}
                {isDeleted && <RestoreSecretButton size="small" secret={secret} restoreSecret={restoreSecret} />}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
