/**
 * A line through the numbers, the oldest at the left, as an SVG path in a box of `width` by `height`. It begins at zero, so that half
 * the height is half the requests. Half a line's width is kept free above and below. Without any requests there is no line.
 */
export function sparklinePath(numbers: readonly number[], width: number, height: number, lineWidth: number): string {
  const top = Math.max(...numbers, 0)
  if (top === 0 || numbers.length < 2) return ''
  const room = height - lineWidth
  return numbers
    .map((number, index) => {
      const x = (index * width) / (numbers.length - 1)
      const y = lineWidth / 2 + room * (1 - number / top)
      return `${index === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`
    })
    .join('')
}

const short = (number: number) => String(Math.round(number * 10) / 10)
