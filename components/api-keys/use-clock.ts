'use client'

import { useEffect, useState } from 'react'

const STEP_MILLISECONDS = 15_000

/**
 * The portal's time, going on. A key's moment of expiry is counted by the database's clock, and the reader's own may be
 * minutes off; so theirs only says how long ago `now` was read.
 */
export function useClock(now: string): Date {
  const [offset] = useState(() => Date.parse(now) - Date.now())
  const [at, setAt] = useState(() => new Date(Date.now() + offset))
  useEffect(() => {
    const timer = setInterval(() => setAt(new Date(Date.now() + offset)), STEP_MILLISECONDS)
    return () => clearInterval(timer)
  }, [offset])
  return at
}
