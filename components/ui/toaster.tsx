'use client'

import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { uiWords } from '@/words/ui'
import { buttonStyle } from './button-style'
import { classNames } from './class-names'
import { SHOWN_FOR_MILLISECONDS, type ToastMessage, toastPlace } from './toast-message'
import { type Tone, ToneIcon, toneInk } from './tone'

export type ToasterProps = {
  /** All that there were, the newest last. */
  messages: readonly ToastMessage[]
}

/** Shows each message once, and at most three at a time. */
export function Toaster({ messages }: ToasterProps) {
  return (
    <Toast.Provider timeout={SHOWN_FOR_MILLISECONDS} limit={3}>
      <Announcer messages={messages} />
      <Toast.Portal>
        <Toast.Viewport className={classNames(toastPlace, 'flex flex-col gap-2 outline-none')}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Announcer({ messages }: ToasterProps) {
  const { add, close } = Toast.useToastManager()
  const told = useRef(0)
  useEffect(() => {
    for (const { title, description, tone = 'good', action } of messages.slice(told.current)) {
      const id = add({
        title,
        description,
        type: tone,
        ...(action && {
          actionProps: {
            children: action.label,
            // What it told of is answered, and may no longer be so.
            onClick: () => {
              close(id)
              action.onPress()
            },
          },
        }),
      })
    }
    told.current = messages.length
  }, [messages, add, close])
  return null
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => {
    const tone = (toast.type ?? 'good') as Tone
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        swipeDirection={['right', 'down']}
        className={classNames(
          'rounded-lg bg-raised shadow-float transition-[opacity,translate] duration-[180ms] ease-out',
          'translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y)',
          'data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0',
          'forced-colors:border',
        )}
      >
        <Toast.Content className="flex items-start gap-3 py-3 pr-2 pl-4">
          <ToneIcon tone={tone} className={classNames('mt-0.5', toneInk[tone])} />
          <div className="min-w-0 flex-1">
            <Toast.Title className="break-words font-medium" />
            <Toast.Description className="break-words text-ink-2 text-xs" />
            <Toast.Action className={classNames(buttonStyle({ size: 'small' }), 'mt-2')} />
          </div>
          <Toast.Close
            aria-label={uiWords.toast.dismiss}
            className={classNames(buttonStyle({ variant: 'icon', size: 'small' }), '-my-1')}
          >
            <X aria-hidden />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    )
  })
}
