'use client'

import { Tabs } from '@base-ui/react/tabs'
import type { ComponentProps } from 'react'
import { uiWords } from '@/words/ui'
import { classNames } from './class-names'
import { CodeBlock } from './code-block'

export type Snippet = { language: string; code: string }

export type SnippetTabsProps = Omit<ComponentProps<'div'>, 'defaultValue' | 'children' | 'onChange'> & {
  /** Names the set: "Call it from". */
  label: string
  snippets: readonly Snippet[]
}

/** The same call in several languages. */
export function SnippetTabs({ label, snippets, className }: SnippetTabsProps) {
  return (
    <Tabs.Root defaultValue={snippets[0]?.language} className={classNames('min-w-0', className)}>
      <Tabs.List aria-label={label} activateOnFocus className="mb-2 flex flex-wrap gap-1">
        {snippets.map(({ language }) => (
          <Tabs.Tab
            key={language}
            value={language}
            className="flex h-7 items-center rounded-sm px-2 text-ink-2 hover:bg-hover hover:text-ink data-active:bg-hover data-active:font-medium data-active:text-ink coarse:h-11 forced-colors:data-active:bg-[Highlight] forced-colors:data-active:text-[HighlightText]"
          >
            {language}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ language, code }) => (
        <Tabs.Panel key={language} value={language} tabIndex={-1}>
          <CodeBlock code={code} label={uiWords.snippetTabs.example(language)} copyLabel={`Copy ${language} example`} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
