import { providerHref } from '@/components/places'
import { buttonStyle } from '@/components/ui/button-style'

export type ProviderLinkProps = { organization: string; to: string; label: string }

/** Leads to another site at the end, so it is a plain link: nothing looks ahead along it, and no form is sent. */
export function ProviderLink({ organization, to, label }: ProviderLinkProps) {
  return (
    <a href={providerHref(organization, to)} className={buttonStyle({ variant: 'primary', className: 'w-full' })}>
      {label}
    </a>
  )
}
