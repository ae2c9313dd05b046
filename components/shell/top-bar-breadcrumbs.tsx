import { type Breadcrumb, Breadcrumbs } from '@/components/ui/breadcrumbs'

/**
 * A page's place in the portal. The page renders it, since only the page knows it, and it takes its place in the top bar
 * by position alone: it is there in the first HTML, without a script that carries it up. On a phone it stands above the title.
 */
export function TopBarBreadcrumbs({ items }: { items: readonly Breadcrumb[] }) {
  return (
    <Breadcrumbs
      items={items}
      className="md:fixed md:top-0 md:left-sidebar md:z-30 md:flex md:h-top-bar md:max-w-[calc(100vw-var(--sidebar)-26rem)] md:items-center md:overflow-hidden md:px-6"
    />
  )
}
