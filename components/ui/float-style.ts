import { classNames } from './class-names'

/** The look of everything that floats beside what opened it. */
export const floatStyle = classNames(
  'rounded-md bg-raised text-ink shadow-float outline-none forced-colors:border',
  'max-w-(--available-width) transition-[opacity,scale] duration-[120ms] ease-out origin-(--transform-origin)',
  'data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0',
)
