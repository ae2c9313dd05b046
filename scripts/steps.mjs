/** Numbered steps with their seconds, so that whoever waits sees what for. */
const dim = (text) => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text)

/** @param {number} total how many steps there will be */
export function stepsOf(total) {
  let number = 0
  return {
    /**
     * @template T
     * @param {string} title
     * @param {(log: (line: string) => void) => Promise<T> | T} work
     * @returns {Promise<T>}
     */
    async step(title, work) {
      number += 1
      const begun = Date.now()
      console.log(`[${number}/${total}] ${title}`)
      const result = await work((line) => console.log(dim(`      ${line}`)))
      console.log(dim(`      done in ${((Date.now() - begun) / 1000).toFixed(1)} s`))
      return result
    },
  }
}

/** For commands whose answer is one line: only work that takes long shows itself. */
export function quietSteps() {
  return { step: (_title, work) => work(() => {}) }
}
