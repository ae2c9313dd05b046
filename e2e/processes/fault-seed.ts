/** A run that found something is run again with its seed, in AURA_FAULT_SEED; otherwise each run has another. */
export function faultSeed(): number {
  const given = process.env.AURA_FAULT_SEED
  const seed = given ? Number(given) : Date.now() % 1_000_000
  if (!Number.isSafeInteger(seed)) throw new Error(`AURA_FAULT_SEED is no whole number: ${given}`)
  return seed
}
