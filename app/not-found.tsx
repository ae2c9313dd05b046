import type { Metadata } from 'next'
import { Standalone } from '@/components/shell/standalone'
import { LinkButton } from '@/components/ui/link-button'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <Standalone title="Page not found" detail="It may have moved, or your role can't open it.">
      <LinkButton href="/" variant="primary">
        Go to the start page
      </LinkButton>
    </Standalone>
  )
}
