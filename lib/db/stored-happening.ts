import type { ToldHappening } from '@/lib/core/happenings'

export interface StoredHappening {
  readonly id: string
  readonly kind: string
  readonly at: Date
  readonly facts: unknown
}

/** As core knows it. What is stored was written from `Happening` by `tell`, and by nothing else. */
export const toldHappeningOf = ({ id, kind, at, facts }: StoredHappening): ToldHappening =>
  ({ id, kind, at, facts }) as ToldHappening
