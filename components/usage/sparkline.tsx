import { sparklinePath } from './sparkline-path'

const WIDTH = 64
const HEIGHT = 16
const LINE = 1.5

/** The course of some numbers. For the eye alone: the number stands beside it as text. Where there was nothing it only holds its place. */
export function Sparkline({ numbers }: { numbers: readonly number[] }) {
  return (
    <svg
      aria-hidden
      focusable="false"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="shrink-0 overflow-visible fill-none stroke-accent forced-colors:stroke-[CanvasText]"
    >
      <path
        d={sparklinePath(numbers, WIDTH, HEIGHT, LINE)}
        strokeWidth={LINE}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
