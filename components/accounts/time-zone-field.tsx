'use client'

import { useEffect, useRef } from 'react'

/** The browser's time zone goes along, where scripts run; it becomes the account's when that has none yet. */
export function TimeZoneField() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (field.current) field.current.value = Intl.DateTimeFormat().resolvedOptions().timeZone
  }, [])
  return <input ref={field} type="hidden" name="timeZone" defaultValue="" />
}
