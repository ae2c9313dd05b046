/**
 * What came over the feed is not what version 1 says. `unknown_kind` is answered with a new snapshot, and
 * `unsupported_version` with "upgrade"; `malformed` is a defect of the other side, or of something between.
 */
export class FeedFormatError extends Error {
  readonly code: 'unsupported_version' | 'unknown_kind' | 'malformed'

  constructor(code: FeedFormatError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'FeedFormatError'
    this.code = code
  }
}
