import { createElement, Fragment, type ReactNode } from 'react'

/** A phrase of the catalogue, with what stands in it: `<Said as={words.lastHeard(<Distance at={since} now={now} />)} />` */
export function Said({ as: parts }: { as: readonly ReactNode[] }) {
  return createElement(Fragment, null, ...parts)
}
