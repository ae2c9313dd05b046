import { useState } from 'react'

/** How often something was opened: a key for what is to begin anew each time, also while the last one still fades. */
export function useTurn(open: boolean): number {
  const [{ turn, wasOpen }, setTurn] = useState({ turn: 0, wasOpen: open })
  if (open === wasOpen) return turn
  const next = open ? turn + 1 : turn
  setTurn({ turn: next, wasOpen: open })
  return next
}
