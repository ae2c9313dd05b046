import { Standalone } from '@/components/shell/standalone'
import { LinkButton } from '@/components/ui/link-button'

export function LinkNotValid() {
  return (
    <Standalone
      title="This link is not valid"
      detail="It has been used, has expired, or is not complete. Ask your operator for a new one."
    >
      <LinkButton href="/sign-in" variant="primary">
        Sign in
      </LinkButton>
    </Standalone>
  )
}
