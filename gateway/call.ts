/** One request, as far as the verdict on it depends on it: what is asked for, with which key, and from where. */
export interface Call {
  readonly slug: string
  /** The key as it came; empty when it cannot be read, undefined when there is none. */
  readonly token: string | undefined
  /** Method and path below the app, which the app's rules are about. At forward-auth there is no method: see `scopesNeeded`. */
  readonly method: string | undefined
  readonly path: string
  /** At forward-auth the scope that the configuration of the proxy in front asks for, if it does. */
  readonly scope: string | undefined
  /** The caller's address, as far as it may be believed; empty when it is not known. */
  readonly address: string
}
