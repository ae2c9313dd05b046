'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useId, useState } from 'react'
import { uiWords } from '@/words/ui'
import { classNames } from './class-names'
import { chooseTheme, shownTheme, THEMES, type Theme } from './theme'

const words = uiWords.themeToggle

export type ThemeToggleProps = { theme: Theme; className?: string | undefined }

const LOOKS = {
  light: { label: words.light, Icon: Sun },
  dark: { label: words.dark, Icon: Moon },
  system: { label: words.system, Icon: Monitor },
}

export function ThemeToggle({ theme, className }: ThemeToggleProps) {
  // Opened again, it shows what was chosen meanwhile.
  const [current, setCurrent] = useState(() => (typeof document === 'undefined' ? theme : shownTheme()))
  const name = useId()

  function choose(next: Theme) {
    setCurrent(next)
    chooseTheme(next)
  }

  return (
    <fieldset className={classNames('flex rounded-md bg-sunken p-0.5', className)}>
      <legend className="sr-only">{words.theme}</legend>
      {THEMES.map((choice) => {
        const { label, Icon } = LOOKS[choice]
        return (
          <label
            key={choice}
            className={classNames(
              'relative flex h-7 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-sm px-2 text-ink-2 text-xs coarse:h-10',
              'hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)]',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent',
              'forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[HighlightText] forced-colors:has-checked:[forced-color-adjust:none]',
            )}
          >
            <input
              type="radio"
              name={name}
              value={choice}
              checked={current === choice}
              onChange={() => choose(choice)}
              className="absolute inset-0 size-full cursor-pointer appearance-none opacity-0"
            />
            <Icon aria-hidden className="size-3.5" />
            {label}
          </label>
        )
      })}
    </fieldset>
  )
}
