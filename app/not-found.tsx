import type { Metadata } from 'next'
import { Standalone } from '@/components/shell/standalone'
import { LinkButton } from '@/components/ui/link-button'
import { commonWords } from '@/words/common'
import { pagesWords } from '@/words/pages'

export const metadata: Metadata = { title: commonWords.pageNotFound }

export default function NotFound() {
  return (
    <Standalone title={commonWords.pageNotFound} detail={pagesWords.notFound.detail}>
      <LinkButton href="/" variant="primary">
        {commonWords.goToStart}
      </LinkButton>
    </Standalone>
  )
}
