'use client'

import { KeyRound, SearchX } from 'lucide-react'
import { curlSnippet } from '@/components/apps/snippets'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import type { KeyTab } from '@/lib/core/api-key'
import { isId } from '@/lib/core/identifiers'
import { emptyWords, filterWords, panelWords, searchWords, TAB_WORDS, noMatchWords as words } from '@/words/api-keys'
import { appsOf, type PanelScope } from './panel-scope'
import type { PanelView } from './use-panel-view'

export type NoKeysProps = {
  scope: PanelScope
  tab: KeyTab
  view: PanelView
  /** The one key that was asked for by its id, when it is a key of something else. */
  elsewhere: { readonly name: string; readonly appName: string; readonly href: string } | null
  /** Absent where the viewer can make none. */
  create?: (() => void) | undefined
}

/** Why there is nothing to see, and what to do about it. */
export function NoKeys({ scope, tab, view, elsewhere, create }: NoKeysProps) {
  if (elsewhere) {
    return (
      <EmptyState
        icon={KeyRound}
        title={words.elsewhere(elsewhere.name, elsewhere.appName)}
        description={words.elsewhereHelp}
        action={<LinkButton href={elsewhere.href}>{words.viewKey}</LinkButton>}
      />
    )
  }
  if (isId('apiKey', view.text)) {
    return (
      <EmptyState
        icon={SearchX}
        title={words.noSuchKey}
        description={words.noSuchKeyHelp}
        action={<Button onClick={view.clear}>{searchWords.showAll}</Button>}
      />
    )
  }
  const filtered = Object.keys(view.filters).length > 0
  if (filtered || view.text) {
    return (
      <EmptyState
        icon={SearchX}
        title={view.text ? words.noMatchText(TAB_WORDS[tab], view.text) : words.noMatch}
        description={view.text ? words.noMatchHelp : words.noMatchFilters}
        action={<Button onClick={view.clear}>{filtered ? filterWords.clear : searchWords.showAll}</Button>}
      />
    )
  }
  const [example] = appsOf(scope)
  const first = tab === 'active' && create
  return (
    <EmptyState
      icon={KeyRound}
      {...emptyWords[tab]}
      action={
        first && (
          <Button variant="primary" onClick={create}>
            {panelWords.createFirst}
          </Button>
        )
      }
      code={
        first &&
        example && <CodeBlock code={curlSnippet(example.endpoint)} label={words.curl} copyLabel={words.copyCurl} />
      }
    />
  )
}
