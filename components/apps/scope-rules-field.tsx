'use client'

import { Plus, X } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { type Outcome, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Field, FieldDescription, FieldError } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { TextInput } from '@/components/ui/text-input'
import type { ScopeRule } from '@/lib/core/app-access'
import { appsWords } from '@/words/apps'

const words = appsWords.scopeRulesField

export type ScopeRulesFieldProps = {
  outcome: Outcome<unknown> | null
  /** What there is, when it is being edited. */
  rules: readonly ScopeRule[]
  /** What can be chosen: the scopes as they are typed now. */
  scopes: readonly string[]
}

interface Row {
  readonly id: number
  readonly rule: ScopeRule
  readonly added: boolean
}

const EMPTY: ScopeRule = { methods: [], path: '', scope: '' }

/** Rules in rows that are added and removed. Where one goes, the focus goes to its neighbour, so the keyboard loses nothing. */
export function ScopeRulesField({ outcome, rules, scopes }: ScopeRulesFieldProps) {
  const [rows, setRows] = useState<readonly Row[]>(() => rules.map((rule, id) => ({ id, rule, added: false })))
  const nextId = useRef(rules.length)
  const list = useRef<HTMLFieldSetElement>(null)
  const id = useId()
  // What is wrong is known by a rule's place at the time of the submission; rows may have come and gone since.
  const [judged, setJudged] = useState({ outcome, places: rows.map((row) => row.id) })
  if (judged.outcome !== outcome) setJudged({ outcome, places: rows.map((row) => row.id) })
  const wrongIn = (row: Row, part: keyof ScopeRule) =>
    wrongWith(outcome, `scopeRules.${judged.places.indexOf(row.id)}.${part}`)
  const tooMany = outcome && !outcome.ok ? outcome.fields.scopeRules : undefined

  function add() {
    setRows([...rows, { id: nextId.current++, rule: EMPTY, added: true }])
  }

  /** The focus goes first: what has it may not vanish, or the dialog takes it. */
  function remove(at: number) {
    const inputs = list.current?.querySelectorAll<HTMLInputElement>('input[name="rule.methods"]')
    const neighbour = inputs?.[at + 1] ?? inputs?.[at - 1] ?? list.current?.querySelector<HTMLElement>('[data-add]')
    neighbour?.focus()
    setRows(rows.filter((_, index) => index !== at))
  }

  return (
    <fieldset ref={list} aria-describedby={`${id}-description`} className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium">{words.scopeRules}</legend>
      {rows.map((row, index) => (
        <div
          key={row.id}
          role="group"
          aria-label={words.rule(index + 1)}
          className={classNames(
            'grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[8rem_minmax(0,1fr)_8rem_auto]',
            'max-sm:rounded-md max-sm:border max-sm:border-line max-sm:p-2',
          )}
        >
          <Field label={words.methods} className={rowLabel(index)} error={wrongIn(row, 'methods')}>
            <TextInput
              {...(row.added && { ref: focusAtFirst })}
              name="rule.methods"
              mono
              autoComplete="off"
              placeholder={words.everyMethod}
              defaultValue={row.rule.methods.join(' ')}
            />
          </Field>
          <Field
            label={words.path}
            className={classNames(rowLabel(index), 'max-sm:order-3 max-sm:col-span-2')}
            error={wrongIn(row, 'path')}
          >
            <TextInput
              name="rule.path"
              mono
              autoComplete="off"
              placeholder={words.pathExample}
              defaultValue={row.rule.path}
            />
          </Field>
          <Field
            label={words.scope}
            className={classNames(rowLabel(index), 'max-sm:order-4 max-sm:col-span-2')}
            error={wrongIn(row, 'scope')}
          >
            <Select name="rule.scope" defaultValue={row.rule.scope} options={optionsOf([...scopes, row.rule.scope])} />
          </Field>
          <span className={classNames('flex h-control items-center', index === 0 ? 'mt-6.5' : 'max-sm:mt-6.5')}>
            <IconButton type="button" label={words.removeRule(index + 1)} onClick={() => remove(index)}>
              <X aria-hidden />
            </IconButton>
          </span>
        </div>
      ))}
      {tooMany && <FieldError>{tooMany}</FieldError>}
      <Button type="button" size="small" data-add className="w-fit" onClick={add}>
        <Plus aria-hidden />
        {words.addRule}
      </Button>
      <FieldDescription id={`${id}-description`}>{words.howRulesMatch}</FieldDescription>
    </fieldset>
  )
}

/** Always the same function, so that it is called when the field appears and never again. */
const focusAtFirst = (input: HTMLInputElement | null) => input?.focus()

/** The first of them is no scope, yet is sent as the others are, so that the fields of a row stay together. */
const optionsOf = (scopes: readonly string[]) => [
  { value: '', label: words.choose },
  ...[...new Set(scopes.filter(Boolean))].map((scope) => ({ value: scope, label: scope })),
]

/** In a table of several rows, labels are seen once and heard in each. */
const rowLabel = (index: number) => (index === 0 ? undefined : 'sm:[&>label]:sr-only')

/** What was typed, as the operations take it. */
export function readScopeRules(form: FormData) {
  const [methods, paths, scopes] = ['rule.methods', 'rule.path', 'rule.scope'].map((name) =>
    form.getAll(name).map(String),
  )
  return (paths ?? []).map((path, index) => ({
    methods: (methods?.[index] ?? '').split(/[\s,]+/).filter(Boolean),
    path,
    scope: scopes?.[index] ?? '',
  }))
}
