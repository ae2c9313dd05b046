'use client'

import { useAwaitedPress } from './awaited-press'
import { useFieldControl } from './field'
import { type SearchSelectProps, searchSelectButton } from './search-select-button'

const load = async () => (await import('./opened-search-select')).OpenedSearchSelect

/** A select with so many options that one looks for them by typing. */
export function SearchSelect(props: SearchSelectProps) {
  const [OpenedSearchSelect, button, byPointer] = useAwaitedPress<SearchSelectProps>(load, 'dialog', [
    'ArrowDown',
    'ArrowUp',
  ])
  const field = useFieldControl({})
  if (OpenedSearchSelect) return <OpenedSearchSelect {...props} byPointer={byPointer} />
  return (
    <button {...button} {...searchSelectButton(props)} {...field} type="button" role="combobox" aria-expanded={false} />
  )
}
