import {
  Activity,
  BellRing,
  ChartColumn,
  Cloud,
  House,
  IdCard,
  KeyRound,
  KeySquare,
  LayoutGrid,
  Lock,
  type LucideIcon,
  Network,
  ScrollText,
  Server,
  Settings,
  ShieldCheck,
  Sparkle,
  UserCog,
  Users,
  Webhook,
} from 'lucide-react'

const ICONS = {
  activity: Activity,
  bell: BellRing,
  chart: ChartColumn,
  cloud: Cloud,
  grid: LayoutGrid,
  home: House,
  'id-card': IdCard,
  key: KeyRound,
  'key-square': KeySquare,
  lock: Lock,
  network: Network,
  scroll: ScrollText,
  server: Server,
  settings: Settings,
  shield: ShieldCheck,
  sparkle: Sparkle,
  'user-cog': UserCog,
  users: Users,
  webhook: Webhook,
} satisfies Record<string, LucideIcon>

/** Icons have names here, because a component can't be handed from the server's part of a page to the browser's. */
export type NavigationIconName = keyof typeof ICONS

export function NavigationIcon({ name }: { name: NavigationIconName }) {
  const Icon = ICONS[name]
  return <Icon aria-hidden className="size-3.75 shrink-0 stroke-[1.75]" />
}
