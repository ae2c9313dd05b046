import { PanelSkeleton } from '@/components/api-keys/panel-skeleton'

export default function Loading() {
  return <PanelSkeleton filters={5} />
}
