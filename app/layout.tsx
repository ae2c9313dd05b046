import './globals.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { typeface } from '@/app/typeface'
import { parseTheme, THEME_COOKIE } from '@/components/ui/theme'
import { ToastProvider } from '@/components/ui/toast'
import { commonWords } from '@/words/common'
import { LANGUAGE } from '@/words/language'
import { pagesWords } from '@/words/pages'

export const metadata: Metadata = {
  title: { default: commonWords.product, template: pagesWords.root.titleTemplate },
  description: pagesWords.root.description,
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page carries the nonce of its request only if it is rendered for that request. Reading the headers here makes
  // every page so; a page rendered at build time would have all of its scripts refused.
  await headers()
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value)

  return (
    <html lang={LANGUAGE} className={typeface.variable} data-theme={theme} suppressHydrationWarning>
      <body>
        <CSPProvider disableStyleElements>
          <NuqsAdapter>
            <ToastProvider>{children}</ToastProvider>
          </NuqsAdapter>
        </CSPProvider>
      </body>
    </html>
  )
}
