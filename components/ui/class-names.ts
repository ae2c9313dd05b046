import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({ extend: { theme: { text: ['2xs'], shadow: ['float'], container: ['content'] } } })

/** Joins class names; of two that set the same property the later one wins, so a caller's className overrides. */
export function classNames(...values: ClassValue[]) {
  return merge(clsx(values))
}
