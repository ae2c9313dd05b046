'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { ImpactDialogProps } from '@/components/impact/impact-dialog'
import type { Act } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { useLoaded } from '@/components/ui/use-loaded'
import type { AppView, DeleteAppInput } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'

export type DeleteApp = Act<z.input<typeof DeleteAppInput>, { readonly seq: number }>

export type DeleteAppProps = { app: AppView; deleteApp: DeleteApp }

const loadImpact = async () => (await import('@/components/impact/impact-dialog')).ImpactDialog

export function DeleteApp({ app, deleteApp }: DeleteAppProps) {
  const router = useRouter()
  const [ImpactDialog, want, prepare] = useLoaded<ImpactDialogProps>(loadImpact)
  const [open, setOpen] = useState(false)
  // The button goes with the app; the page stays, so the focus goes to it.
  const afterwards = useRef<HTMLElement | null>(null)
  const deleted = useRef(false)
  return (
    <>
      <Button
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={async (event) => {
          afterwards.current = event.currentTarget
          setOpen(await want())
        }}
      >
        {appsWords.deleteApp}
      </Button>
      {ImpactDialog && (
        <ImpactDialog
          open={open}
          onOpenChange={(next) => {
            setOpen(next)
            // Not before: this dialog goes with the app, and its receipt with it.
            if (!next && deleted.current) router.refresh()
          }}
          action={{ kind: 'delete_app', appId: app.id }}
          name={app.name}
          expected={app.keys.active}
          perform={({ impact, confirmation }) => deleteApp({ appId: app.id, confirmation, impact })}
          onDone={() => {
            afterwards.current = document.getElementById('content')
            deleted.current = true
          }}
          finalFocus={afterwards}
        />
      )}
    </>
  )
}
