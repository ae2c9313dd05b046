import type { AppView } from '@/lib/contract/apps'
import type { Service } from '@/lib/core/services'

/** Whose keys: one app's, those of all apps of a service, or of the whole organization. */
export type PanelScope =
  | { readonly kind: 'app'; readonly app: AppView }
  | { readonly kind: 'service'; readonly service: Service; readonly apps: readonly AppView[] }
  | { readonly kind: 'organization'; readonly name: string }

/** The apps that the panel knows, with what the viewer may do with them. The inventory is for looking over, not for making keys. */
export function appsOf(scope: PanelScope): readonly AppView[] {
  switch (scope.kind) {
    case 'app':
      return [scope.app]
    case 'service':
      return scope.apps
    case 'organization':
      return []
  }
}
