'use client'

import { AppWindow, KeyRound, LogOut, Moon, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { startTransition, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { KeyStatusBadge } from '@/components/api-keys/key-cells'
import { type AskedDialog, askForDialog } from '@/components/asked-dialog'
import { apiKeyHref, appHref, appKeysHref, secretsHref, serviceHref } from '@/components/places'
import { NavigationIcon } from '@/components/shell/navigation-icon'
import { type CommandGroup, type CommandItem, CommandPalette } from '@/components/ui/command-palette'
import { chooseTheme, THEMES } from '@/components/ui/theme'
import type { FoundApp, FoundKey, SearchView } from '@/lib/contract/search'
import { readPastedKey } from '@/lib/core/pasted-key'
import { SERVICES } from '@/lib/core/services'
import { commonWords } from '@/words/common'
import { searchWords } from '@/words/search'
import { SERVICE_WORDS } from '@/words/terms'
import { fits } from './fits'
import { forgetRecent, keepRecent, type Recent, readRecent } from './recent'
import type { SearchOffer } from './search-offer'
import { useSearch } from './use-search'

const words = searchWords.palette

export type SearchPaletteProps = SearchOffer & { onClose: () => void }

const RECENT_ICONS = { app: <AppWindow aria-hidden />, key: <KeyRound aria-hidden />, page: undefined }

/**
 * Apps, keys, pages, and what can be done. What the page knows itself stands first, since it is there at once: what the portal finds
 * comes below, and moves nothing that Enter is about to open.
 */
export function SearchPalette({ navigation, account, can, signOut, onClose }: SearchPaletteProps) {
  const router = useRouter()
  const { organizationSlug } = useViewer()
  const whose = `${organizationSlug}.${account}`
  const [text, setText] = useState('')
  const [caught, setCaught] = useState<string | null>(null)
  const { search, ask } = useSearch()

  /** What is opened here is what one works with: it comes first the next time. */
  function go(place: Recent, dialog?: AskedDialog) {
    keepRecent(whose, place)
    onClose()
    if (dialog) askForDialog(dialog)
    router.push(place.href)
  }
  const act = (what: () => void) => () => {
    onClose()
    what()
  }

  function type(typed: string) {
    if (catchKey(typed)) return
    setCaught(null)
    setText(typed)
    void ask(typed)
  }

  /** True when there was a key in it, and nothing of it may go on: its id alone is looked for, and opened when it is ours. */
  function catchKey(typed: string): boolean {
    const pasted = readPastedKey(typed)
    if (!pasted) return false
    setText('')
    setCaught(pasted.id ? words.pasted : words.pastedPart)
    if (pasted.id) void openKey(pasted.id)
    else void ask('')
    return true
  }

  async function openKey(id: string) {
    const view = await ask(id, { atOnce: true })
    const key = view?.keys.find((found) => found.id === id)
    if (key) go(placeOfKey(organizationSlug, key))
    else if (view) setCaught(words.notOurs)
  }

  const isFitting = ({ label }: { label: string }) => fits(label, text)
  const pages: CommandItem[] = navigation
    .flatMap(({ items }) => items)
    .map(({ label, href, icon }) => ({
      id: `page ${href}`,
      label,
      icon: icon && <NavigationIcon name={icon} />,
      onChoose: () => go({ kind: 'page', label, href }),
    }))
  const actions: CommandItem[] = [
    ...(can.createApp
      ? SERVICES.map((service) => ({
          id: `new-${service}`,
          label: words.newApp(SERVICE_WORDS[service].one),
          icon: <Plus aria-hidden />,
          onChoose: act(() => {
            askForDialog('new-app')
            router.push(serviceHref(organizationSlug, service))
          }),
        }))
      : []),
    ...(can.createSecret
      ? [
          {
            id: 'new-secret',
            label: words.newSecret,
            icon: <Plus aria-hidden />,
            onChoose: act(() => {
              askForDialog('new-secret')
              router.push(secretsHref(organizationSlug))
            }),
          },
        ]
      : []),
    ...THEMES.map((theme) => ({
      id: `theme-${theme}`,
      label: words.theme[theme],
      icon: <Moon aria-hidden />,
      onChoose: act(() => chooseTheme(theme)),
    })),
    {
      id: 'sign-out',
      label: commonWords.signOut,
      icon: <LogOut aria-hidden />,
      onChoose: act(() => {
        forgetRecent(whose)
        startTransition(async () => signOut())
      }),
    },
  ]
  const recent: CommandItem[] = readRecent(whose).map((place) => ({
    id: `recent ${place.href}`,
    label: place.label,
    detail: place.detail,
    icon: RECENT_ICONS[place.kind],
    onChoose: () => go(place),
  }))

  // While one waits, what was found for the text before stays as far as it fits this one.
  const view = search.state === 'searching' ? stillFitting(search.view, text) : search.view
  const typed = text.trim() !== ''
  const groups: CommandGroup[] = [
    { heading: words.recent, items: typed || caught ? [] : recent },
    { heading: words.pages, items: pages.filter(isFitting) },
    { heading: words.actions, items: actions.filter(isFitting) },
    {
      heading: words.apps,
      items: typed ? view.apps.flatMap((app) => itemsOfApp(organizationSlug, app, go)) : [],
    },
    {
      heading: words.apiKeys,
      items: typed
        ? view.keys.map((key) => ({
            id: key.id,
            label: key.name,
            detail: words.keyOf(SERVICE_WORDS[key.app.service].one, key.app.name),
            icon: <KeyRound aria-hidden />,
            end: <KeyStatusBadge status={key.status} />,
            onChoose: () => go(placeOfKey(organizationSlug, key)),
          }))
        : [],
    },
  ]
  const count = groups.reduce((sum, { items }) => sum + items.length, 0)

  return (
    <CommandPalette
      open
      onOpenChange={(open) => !open && onClose()}
      label={words.label}
      placeholder={words.placeholder}
      closeLabel={words.close}
      help={words.howToChoose}
      text={text}
      onTextChange={type}
      onPaste={(event) => {
        if (catchKey(event.clipboardData.getData('text'))) event.preventDefault()
      }}
      groups={groups}
      status={search.state === 'searching' ? words.searching : (caught ?? words.found(count))}
      note={
        search.state === 'failed' ? (
          <p role="alert" className="flex flex-wrap items-center justify-between gap-2">
            {words.failed}
            <button
              type="button"
              className="underline underline-offset-2"
              onClick={() => void ask(text, { atOnce: true })}
            >
              {words.tryAgain}
            </button>
          </p>
        ) : (
          caught
        )
      }
      empty={
        search.state === 'searching' ? (
          <p className="text-ink-2">{words.searching}</p>
        ) : (
          <>
            <p className="break-words font-medium">{words.nothing(text.trim())}</p>
            <p className="text-ink-2">{words.nothingHint}</p>
          </>
        )
      }
    />
  )
}

const placeOfKey = (organizationSlug: string, { id, name, app }: FoundKey): Recent => ({
  kind: 'key',
  label: name,
  detail: words.keyOf(SERVICE_WORDS[app.service].one, app.name),
  href: apiKeyHref(organizationSlug, app, id),
})

/** The app, its keys, and a new one of them. */
function itemsOfApp(
  organizationSlug: string,
  app: FoundApp,
  go: (place: Recent, dialog?: AskedDialog) => void,
): CommandItem[] {
  const service = SERVICE_WORDS[app.service].one
  const keys: Recent = { kind: 'app', label: words.keysOf(app.name), href: appKeysHref(organizationSlug, app) }
  return [
    {
      id: app.id,
      label: app.name,
      detail: service,
      icon: <AppWindow aria-hidden />,
      onChoose: () => go({ kind: 'app', label: app.name, detail: service, href: appHref(organizationSlug, app) }),
    },
    { id: `keys ${app.id}`, label: keys.label, icon: <KeyRound aria-hidden />, onChoose: () => go(keys) },
    ...(app.canCreateKey
      ? [
          {
            id: `create ${app.id}`,
            label: words.createKeyFor(app.name),
            icon: <Plus aria-hidden />,
            onChoose: () => go(keys, 'create-api-key'),
          },
        ]
      : []),
  ]
}

const stillFitting = ({ apps, keys }: SearchView, text: string): SearchView => ({
  apps: apps.filter(({ name }) => fits(name, text)),
  keys: keys.filter(({ name }) => fits(name, text)),
})
