'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import { AvatarInitial } from '@/components/ui/avatar-initial'
import { Link } from '@/components/ui/link'
import { Popover } from '@/components/ui/popover'
import { shellWords } from '@/words/shell'

export type OrganizationChoice = { name: string; href: string; current?: boolean | undefined }

export type OrganizationSwitcherProps = { organizations: readonly OrganizationChoice[] }

/** Where one is, and where else one could be. With a single place there is nothing to switch, so it is only a name. */
export function OrganizationSwitcher({ organizations }: OrganizationSwitcherProps) {
  const [open, setOpen] = useState(false)
  const current = organizations.find((organization) => organization.current) ?? organizations[0]
  if (!current) return null

  const name = (
    <>
      <AvatarInitial name={current.name} shape="square" />
      <span className="min-w-0 flex-1 truncate text-left font-semibold">{current.name}</span>
    </>
  )
  if (organizations.length < 2) return <div className="flex h-9 items-center gap-2 px-2 coarse:h-11">{name}</div>

  return (
    <Popover
      label={shellWords.organizationSwitcher.organizations}
      open={open}
      onOpenChange={setOpen}
      className="w-(--anchor-width) min-w-52 p-1"
      trigger={
        <button
          type="button"
          aria-label={shellWords.organizationSwitcher.organization(current.name)}
          className="flex h-9 w-full items-center gap-2 rounded-md px-2 hover:bg-hover focus-visible:-outline-offset-2 coarse:h-11"
        >
          {name}
          <ChevronsUpDown aria-hidden className="size-3.75 shrink-0 text-ink-2" />
        </button>
      }
    >
      <ul>
        {organizations.map((organization) => (
          <li key={organization.href}>
            <Link
              href={organization.href}
              onClick={() => setOpen(false)}
              aria-current={organization === current ? 'true' : undefined}
              className="flex min-h-8 items-center gap-2 rounded-sm px-2 py-1 hover:bg-hover focus-visible:-outline-offset-2 coarse:min-h-11"
            >
              <AvatarInitial name={organization.name} shape="square" />
              <span className="min-w-0 flex-1 truncate">{organization.name}</span>
              {organization === current && <Check aria-hidden className="size-4 shrink-0" />}
            </Link>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
