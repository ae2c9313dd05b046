import { classNames } from '@/components/ui/class-names'
import type { Verdict } from '@/lib/core/verdicts'
import { familyOf, placeInFamily, type VerdictFamily } from './verdict-families'

/**
 * A family has a color, and each verdict of it a pattern, so that a chart can be read without either: by pattern where colors look alike,
 * by color where bars are too thin for a pattern. Under forced colors the system's own stand for the families.
 */
const COLORS: Readonly<Record<VerdictFamily, string>> = {
  accepted: 'fill-accent stroke-accent forced-colors:fill-[Highlight] forced-colors:stroke-[Highlight]',
  dead: 'fill-bad stroke-bad forced-colors:fill-[CanvasText] forced-colors:stroke-[CanvasText]',
  refused: 'fill-warn stroke-warn forced-colors:fill-[LinkText] forced-colors:stroke-[LinkText]',
  unproven: 'fill-ink-3 stroke-ink-3 forced-colors:fill-[GrayText] forced-colors:stroke-[GrayText]',
  gateway: 'fill-ink stroke-ink forced-colors:fill-[ButtonText] forced-colors:stroke-[ButtonText]',
}

/** In a tile of 6 by 6, over a faint ground of the same color. */
const PATTERNS = [
  'M0 0h6v6h-6z',
  'M-1.5 1.5l3 -3M0 6l6 -6M4.5 7.5l3 -3',
  'M0 1.5h6M0 4.5h6',
  'M1.5 0v6M4.5 0v6',
] as const

export const fillId = (chartId: string, verdict: Verdict) => `${chartId}-${verdict}`

/** What the bars and the legend of one chart are filled with. */
export function VerdictFills({ chartId, verdicts }: { chartId: string; verdicts: readonly Verdict[] }) {
  return (
    <defs>
      {verdicts.map((verdict) => {
        const place = placeInFamily(verdict)
        return (
          <pattern
            key={verdict}
            id={fillId(chartId, verdict)}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            className={classNames(COLORS[familyOf(verdict)], '[stroke-width:1.5px]')}
          >
            {place > 0 && <path d={PATTERNS[0]} strokeWidth="0" opacity="0.25" />}
            <path d={PATTERNS[place]} {...(place === 0 ? { strokeWidth: 0 } : {})} />
          </pattern>
        )
      })}
    </defs>
  )
}
