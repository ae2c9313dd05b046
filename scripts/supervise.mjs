/** Runs an installation until it is told to stop or one of its processes dies, and then stops everything in order. */

/**
 * Ctrl-C, SIGTERM or a closed terminal. Terminal and npm may each deliver the same Ctrl-C, so a second one is the same wish.
 * @returns {Promise<string>} the signal's name
 */
export function untilToldToStop() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal))
  })
}

/**
 * @param {{
 *   told: Promise<string>,
 *   group: ReturnType<import('./processes.mjs').processGroup>,
 *   postgres: { stop(): Promise<void> },
 * }} parts
 * @param {(unless: Promise<unknown>) => Promise<() => void>} begin starts the processes and returns what to
 *   say once all are ready; `unless` settles when going on has become pointless
 * @returns {Promise<number>} the exit code
 */
export async function superviseUntilTheEnd({ told, group, postgres }, begin) {
  const end = Promise.race([told.then((signal) => ({ signal })), group.unexpectedEnd.then((death) => ({ death }))])
  let exitCode = 0
  try {
    const sayReady = await Promise.race([begin(end), end.then(() => null)])
    sayReady?.()
    const { death } = await end
    if (death) {
      exitCode = 1
      console.error(`\nThe ${death.name} ${death.how}, so everything stops. Its last lines:`)
      for (const line of death.lines) console.error(`  ${line}`)
    } else {
      console.log('\nStopping')
    }
  } finally {
    await group.stop()
    await postgres.stop()
  }
  if (exitCode === 0) console.log('Stopped')
  return exitCode
}
