import { STACKED_VERDICTS, sumOf, type VerdictCounts } from '@/components/usage/verdict-families'
import type { Verdict } from '@/lib/core/verdicts'

export interface ChartBox {
  readonly width: number
  readonly height: number
}

export interface ChartLayout {
  /** The number at the upper edge: round, and so is its half. */
  readonly top: number
  /** One path per verdict that occurs, with all of its bars in it, from the bottom of the stack to its top. */
  readonly layers: readonly { readonly verdict: Verdict; readonly path: string }[]
  /** Where each step stands, its gap included: there the pointer learns its numbers. */
  readonly slots: readonly { readonly x: number; readonly width: number }[]
}

/** One refused request among thousands is what one looks for, so that no count is lower than this. */
const LEAST_HEIGHT = 2

/** Stacked bars of steps in a box. One path per verdict, not one element per bar: a year of days has 365. */
export function layOutChart(steps: readonly VerdictCounts[], { width, height }: ChartBox): ChartLayout {
  const top = roundTop(Math.max(0, ...steps.map(sumOf)))
  const slot = width / Math.max(1, steps.length)
  // Many thin bars would be more gap than bar.
  const bar = slot * (steps.length > 60 ? 0.86 : 0.7)
  const paths = new Map<Verdict, string>()
  for (const [index, counts] of steps.entries()) {
    const x = index * slot + (slot - bar) / 2
    let floor = height
    for (const { verdict, tall } of heightsOf(counts, height / top)) {
      floor -= tall
      paths.set(
        verdict,
        `${paths.get(verdict) ?? ''}M${short(x)} ${short(floor)}h${short(bar)}v${short(tall)}h${short(-bar)}z`,
      )
    }
  }
  return {
    top,
    layers: STACKED_VERDICTS.flatMap((verdict) => {
      const path = paths.get(verdict)
      return path ? [{ verdict, path }] : []
    }),
    slots: steps.map((_, index) => ({ x: Number(short(index * slot)), width: Number(short(slot)) })),
  }
}

/** True to scale, but for counts too small to be seen: what is added to them is taken from the largest, so that the bar stays as high as it is. */
function heightsOf(counts: VerdictCounts, scale: number): { readonly verdict: Verdict; readonly tall: number }[] {
  const present = STACKED_VERDICTS.filter((verdict) => (counts[verdict] ?? 0) > 0)
  const bars = present.map((verdict) => {
    const exact = (counts[verdict] ?? 0) * scale
    return { verdict, tall: Math.max(LEAST_HEIGHT, exact), added: Math.max(0, LEAST_HEIGHT - exact) }
  })
  const added = bars.reduce((sum, bar) => sum + bar.added, 0)
  const largest = Math.max(0, ...bars.map(({ tall }) => tall))
  const giver = bars.findIndex(({ tall }) => tall === largest)
  return bars.map(({ verdict, tall }, index) => ({
    verdict,
    tall: index === giver ? Math.max(LEAST_HEIGHT, tall - added) : tall,
  }))
}

/** The next of 2, 4, 6, 8, 10, 20, 40, 60 ... that is not below a number: each of them has a half that one can write under it. */
export function roundTop(most: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most))))
  return [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((top) => top >= Math.max(2, most)) ?? most
}

const short = (number: number) => String(Math.round(number * 100) / 100)
