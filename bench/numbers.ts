export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value that this part of the values does not exceed (nearest rank). */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}

export const readable = (value: number): string => Math.round(value).toLocaleString('en-US')
