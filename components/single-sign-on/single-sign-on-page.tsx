'use client'

import { IdCard } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { type Act, usePress } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogFooter } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Fact, Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { useToast } from '@/components/ui/toast'
import { useLoaded } from '@/components/ui/use-loaded'
import type { IdentityProviderView, SingleSignOnView } from '@/lib/contract/identity-provider'
import { commonWords } from '@/words/common'
import { ssoWords } from '@/words/sso'
import { ROLE_WORDS } from '@/words/terms'
import type { ConfigureSingleSignOn } from './provider-dialog'
import { ProviderSwitches, type SwitchSingleSignOn } from './provider-switches'

const words = ssoWords.page

export type SingleSignOnPageProps = {
  view: SingleSignOnView
  actions: {
    readonly configure: ConfigureSingleSignOn
    readonly switchSingleSignOn: SwitchSingleSignOn
    readonly remove: Act<Record<string, never>, unknown>
    readonly test: () => ReturnType<Act<void, { readonly url: string }>>
  }
  /** What a test sign-in came to, when one was just made. */
  tested?: React.ReactNode
}

const loadDialog = async () => (await import('./provider-dialog')).ProviderDialog

/** Sets up how members sign in. */
export function SingleSignOnPage({ view, actions, tested }: SingleSignOnPageProps) {
  const router = useRouter()
  const toast = useToast()
  const [Dialog, want, prepare] = useLoaded(loadDialog)
  const [editing, setEditing] = useState({ open: false, attempt: 0 })
  const opener = useRef<HTMLButtonElement>(null)
  const { provider } = view

  async function edit() {
    if (await want()) setEditing(({ attempt }) => ({ open: true, attempt: attempt + 1 }))
  }
  const close = () => setEditing(({ attempt }) => ({ open: false, attempt }))

  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          <Button
            ref={opener}
            variant={provider ? 'secondary' : 'primary'}
            onClick={edit}
            onPointerEnter={prepare}
            onFocus={prepare}
          >
            {provider ? words.edit : words.setUp}
          </Button>
        }
      />
      {tested}
      {provider ? (
        <Provider view={view} provider={provider} actions={actions} />
      ) : (
        <EmptyState icon={IdCard} title={words.noneYet} description={words.noneDescription} />
      )}
      {!provider && (
        <Facts>
          <RedirectUri view={view} />
        </Facts>
      )}
      {Dialog && (
        <Dialog
          key={editing.attempt}
          open={editing.open}
          onOpenChange={(open) => !open && close()}
          provider={provider}
          configure={actions.configure}
          onSaved={() => {
            close()
            toast({ title: words.changed })
            router.refresh()
          }}
          finalFocus={opener}
        />
      )}
    </>
  )
}

type ProviderProps = Pick<SingleSignOnPageProps, 'view' | 'actions'> & { provider: IdentityProviderView }

function Provider({ view, provider, actions }: ProviderProps) {
  const testing = useTest(actions.test)
  return (
    <section aria-label={words.singleSignOn} className="flex flex-col gap-6">
      <ProviderSwitches provider={provider} switchSingleSignOn={actions.switchSingleSignOn} />
      <Facts>
        <Fact label={commonWords.name}>{provider.name}</Fact>
        <Fact label={words.issuer}>
          <span className="break-all">{provider.issuer}</span>
        </Fact>
        <Fact label={words.clientId}>
          <span className="break-all">{provider.clientId}</span>
        </Fact>
        <Fact label={words.clientSecret}>{provider.hasSecret ? words.secretKept : words.publicClient}</Fact>
        <Fact label={words.domains}>{provider.domains.join(', ') || words.noDomains}</Fact>
        <Fact label={words.newMembersAre}>{ROLE_WORDS[provider.defaultRole]}</Fact>
        <Fact label={words.connected}>{words.connectedOf(provider.connected, provider.members)}</Fact>
        <RedirectUri view={view} />
        <Fact label={words.signInAddress}>
          <span className="flex items-start justify-between gap-2">
            <span className="min-w-0 break-all font-mono text-xs">{view.signInAddress}</span>
            <CopyButton value={view.signInAddress} label={words.copySignInAddress} />
          </span>
        </Fact>
      </Facts>
      <div className="flex flex-wrap gap-2">
        <Button pending={testing.pending} onClick={testing.begin}>
          {words.test}
        </Button>
        <RemoveProvider remove={actions.remove} />
      </div>
    </section>
  )
}

const RedirectUri = ({ view }: { view: SingleSignOnView }) => (
  <Fact label={words.redirectUri} detail={words.redirectUriDetail}>
    <span className="flex items-start justify-between gap-2">
      <span className="min-w-0 break-all font-mono text-xs">{view.redirectUri}</span>
      <CopyButton value={view.redirectUri} label={words.copyRedirectUri} />
    </span>
  </Fact>
)

function useTest(test: SingleSignOnPageProps['actions']['test']) {
  const toast = useToast()
  const { press, pending } = usePress()
  const begin = () =>
    press(test, (outcome) => {
      if (outcome.ok) window.location.assign(outcome.value.url)
      else toast({ title: ssoWords.tested.notStarted, description: outcome.message, tone: 'bad' })
    })
  return { begin, pending }
}

function RemoveProvider({ remove }: { remove: SingleSignOnPageProps['actions']['remove'] }) {
  const router = useRouter()
  const toast = useToast()
  const { press, pending } = usePress()
  const [open, setOpen] = useState(false)
  const confirm = () =>
    press(
      () => remove({}),
      (outcome) => {
        setOpen(false)
        if (outcome.ok) toast({ title: ssoWords.removal.removed })
        else toast({ title: ssoWords.removal.notRemoved, description: outcome.message, tone: 'bad' })
        router.refresh()
      },
    )
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {words.remove}
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={ssoWords.removal.title}
        description={ssoWords.removal.description}
      >
        <DialogFooter>
          <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
          <Button variant="danger" pending={pending} onClick={confirm}>
            {words.remove}
          </Button>
        </DialogFooter>
      </AlertDialog>
    </>
  )
}
