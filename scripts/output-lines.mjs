/** Turns what a process writes into calm lines: log records become their message, a framework's banner disappears. */
const BANNER = /^\s*$|^\s*▲ Next\.js|^\s*- (?:Local|Network|Environments?):|^\s*✓ (?:Starting|Ready)/
const WARNING_LEVEL = 40
const RECORD_KEYS = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'v'])

/** @returns {string | null} null for what nobody needs to read */
export function readableLine(line) {
  if (!line.startsWith('{')) return BANNER.test(line) ? null : line
  let record
  try {
    record = JSON.parse(line)
  } catch {
    return line
  }
  if (typeof record.msg !== 'string') return line
  const details = Object.entries(record).filter(([key]) => !RECORD_KEYS.has(key))
  const shown = details.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const severity = record.level >= WARNING_LEVEL ? 'warning: ' : ''
  return [`${severity}${record.msg}`, ...shown].join(' ')
}

/** Calls `onLine` for each whole line of a stream of text. */
export function eachLine(stream, onLine) {
  let begun = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    const lines = (begun + chunk).split('\n')
    begun = lines.pop() ?? ''
    for (const line of lines) onLine(line.trimEnd())
  })
  stream.on('end', () => {
    if (begun) onLine(begun.trimEnd())
  })
}
