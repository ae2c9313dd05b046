import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { ssoWords } from '@/words/sso'

const words = ssoWords.signIn

export type ChooseOrganizationProps = {
  to: string
  /** As it was typed, when no provider was found for it. */
  typed: string
  wrong: string | undefined
}

/** Asks whose provider it is to be; the same page then has its button. Works without scripts. */
export function ChooseOrganization({ to, typed, wrong }: ChooseOrganizationProps) {
  return (
    <form action="/sign-in" method="get" className="flex flex-col gap-4" noValidate>
      {wrong && !typed && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      {to !== '/' && <input type="hidden" name="to" value={to} />}
      <Field label={words.shortName} error={typed ? wrong : undefined}>
        <TextInput
          name="organization"
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          defaultValue={typed}
        />
      </Field>
      <Button type="submit" variant="primary" className="w-full">
        {words.goOn}
      </Button>
    </form>
  )
}
