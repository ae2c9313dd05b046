import type { NavigationGroup } from '@/components/shell/navigation'

/** What the search has to offer beside what the portal finds. */
export type SearchOffer = {
  /** The pages that this reader can open. */
  navigation: readonly NavigationGroup[]
  /** Whose recent places are kept: an e-mail address. */
  account: string
  can: { readonly createApp: boolean; readonly createSecret: boolean }
  /** A server action. */
  signOut: () => void | Promise<void>
}
