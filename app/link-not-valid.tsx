import { Standalone } from '@/components/shell/standalone'
import { LinkButton } from '@/components/ui/link-button'
import { commonWords } from '@/words/common'
import { pagesWords } from '@/words/pages'

export function LinkNotValid() {
  return (
    <Standalone title={pagesWords.linkNotValid.title} detail={pagesWords.linkNotValid.detail}>
      <LinkButton href="/sign-in" variant="primary">
        {commonWords.signIn}
      </LinkButton>
    </Standalone>
  )
}
