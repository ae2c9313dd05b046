'use client'

import { Eye } from 'lucide-react'
import { Moment } from '@/components/accounts/moment'
import { Badge } from '@/components/ui/badge'
import { IconButton } from '@/components/ui/icon-button'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { SecretPageView } from '@/lib/contract/secrets'
import { secretsWords } from '@/words/secrets'
import { CopySecret } from './copy-secret'
import { HeldKey } from './held-key'
import { isRevealing, type Reveal, type RevealSecret } from './reveal-dialog'

const { page: words, columns } = secretsWords

export type SecretVersionsProps = { view: SecretPageView; reveal: Reveal; revealSecret: RevealSecret }

/** Every value that it had, the newest first: who saved it, when, and which key it holds. */
export function SecretVersions({ view: { secret, versions }, reveal, revealSecret }: SecretVersionsProps) {
  return (
    <Table caption={words.versions}>
      <TableHead>
        <TableRow>
          <ColumnHead>{columns.version}</ColumnHead>
          <ColumnHead>{columns.holds}</ColumnHead>
          <ColumnHead>{columns.savedBy}</ColumnHead>
          <ColumnHead>{columns.changed}</ColumnHead>
          <ColumnHead align="end">{columns.actions}</ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {versions.map(({ number, createdAt, createdBy, holds }) => {
          const asked = {
            id: secret.id,
            name: secret.name,
            version: number,
            isCurrent: number === secret.version,
            holds,
          }
          return (
            <TableRow key={number}>
              <TableCell inCard="title">
                <span className="flex items-center gap-2">
                  {number}
                  {number === secret.version && <Badge>{words.inForce}</Badge>}
                </span>
              </TableCell>
              <TableCell label={columns.holds} {...(holds ? { detail: secretsWords.holds.keyOf(holds.appName) } : {})}>
                <HeldKey holds={holds} />
              </TableCell>
              <TableCell label={columns.savedBy}>{createdBy ?? words.somebody}</TableCell>
              <TableCell label={columns.changed} className="md:whitespace-nowrap">
                <Moment at={createdAt} />
              </TableCell>
              <TableCell inCard="actions" align="end">
                {secret.can.reveal && (
                  <span className="inline-flex items-center gap-1.5">
                    <IconButton
                      label={secretsWords.reveal.version(number)}
                      pending={isRevealing(reveal, secret.id, number)}
                      onClick={(event) => reveal.begin(asked, event.currentTarget)}
                    >
                      <Eye aria-hidden />
                    </IconButton>
                    <CopySecret secret={asked} revealSecret={revealSecret} label={secretsWords.copy.version(number)} />
                  </span>
                )}
              </TableCell>
            </TableRow>
          )
        })}
      </TableBody>
    </Table>
  )
}
