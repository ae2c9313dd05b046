/**
 * Whether an error of node-postgres says that the server cannot be reached, or is just stopping or starting: the same may
 * go well in a moment. SQLSTATE 08 are connections that failed, 57P an operator's intervention, 53300 too many clients;
 * codes like ECONNREFUSED are the system's. Only what a connection says that ends in the middle has no code at all.
 */
export function isServerAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return code === undefined
    ? error.message.startsWith('Connection terminated')
    : /^(?:08...|57P..|53300|E[A-Z_]+)$/.test(code)
}
