/**
 * Loaded before a process's own code (`node --import`): the process sees a wall clock that is `?minutes=` away from the
 * machine's. The monotonic clock and the uptime stay as they are, as on a machine whose time nobody has set.
 */
const shift = Number(new URL(import.meta.url).searchParams.get('minutes')) * 60_000
if (!Number.isFinite(shift)) throw new Error('Say by how many minutes: shifted-clock.mjs?minutes=5')
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...moment) {
    if (moment.length === 0) super(RealDate.now() + shift)
    else super(...moment)
  }

  static now() {
    return RealDate.now() + shift
  }
}
