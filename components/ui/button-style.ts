import { cva, type VariantProps } from 'class-variance-authority'

/** The look of everything that is pressed: buttons and links that stand among buttons. */
export const buttonStyle = cva(
  [
    'relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border',
    'text-sm font-medium transition-colors duration-[120ms]',
    'aria-disabled:cursor-not-allowed disabled:cursor-not-allowed',
    '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]',
  ],
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-accent-ink hover:bg-accent-hover aria-disabled:opacity-60 disabled:opacity-60',
        secondary:
          'border-line-strong bg-surface text-ink hover:bg-hover aria-disabled:text-ink-3 disabled:text-ink-3 disabled:hover:bg-surface',
        ghost:
          'border-transparent text-ink-2 hover:bg-hover hover:text-ink aria-disabled:text-ink-3 disabled:text-ink-3 disabled:hover:bg-transparent',
        danger:
          'border-transparent bg-bad text-bad-ink hover:bg-bad-hover aria-disabled:opacity-60 disabled:opacity-60',
        icon: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink aria-disabled:text-ink-3 disabled:text-ink-3 disabled:hover:bg-transparent',
      },
      size: { small: 'h-control-small px-2.5', medium: 'h-control px-3' },
    },
    compoundVariants: [
      { variant: 'icon', size: 'small', className: 'w-control-small px-0' },
      { variant: 'icon', size: 'medium', className: 'w-control px-0' },
    ],
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
)

export type ButtonVariant = NonNullable<VariantProps<typeof buttonStyle>['variant']>
export type ButtonSize = NonNullable<VariantProps<typeof buttonStyle>['size']>
