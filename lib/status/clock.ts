/** The clocks that a gateway stands between, injected so that every rule about time can be tried. All in milliseconds. */
export interface Clock {
  /** Never goes back, and goes on while the machine sleeps. Its zero means nothing. */
  monotonic(): number
  /** Since 1970, as the machine believes; people and time servers change it. */
  wall(): number
  /** Since the machine booted, sleep included. */
  uptime(): number
  /** Names this boot of this machine; undefined where the system does not tell, and then no uptimes are compared. */
  readonly boot: string | undefined
}
