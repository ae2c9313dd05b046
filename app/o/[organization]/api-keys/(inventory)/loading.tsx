import { PanelSkeleton } from '@/components/api-keys/panel-skeleton'

export default function Loading() {
  return <PanelSkeleton buttons={0} filters={6} />
}
