export { PanelSkeleton as default } from '@/components/api-keys/panel-skeleton'
