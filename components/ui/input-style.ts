/** The look of everything that is typed into. Under a finger the letters grow, or iOS zooms the whole page. */
export const inputStyle = [
  'w-full min-w-0 rounded-md border border-line-control bg-surface text-ink text-sm coarse:text-base',
  'transition-colors duration-[120ms] hover:border-ink-3',
  'focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-1',
  'aria-invalid:border-bad aria-invalid:focus-visible:outline-bad',
  'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-3',
].join(' ')
