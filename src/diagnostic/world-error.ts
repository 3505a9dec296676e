/** What the world can do to us. The set is closed: each code has its way out in `message` and its exit code in `cli`. */
export type WorldErrorCode =
  | 'usage'
  | 'configuration'
  | 'not-found'
  | 'no-permission'
  | 'disk-full'
  | 'read-failed'
  | 'write-failed'
  | 'bad-input'
  | 'network'
  | 'unauthorized'
  | 'forbidden'
  | 'rejected'
  | 'missing'
  | 'conflict'
  | 'rate-limited'
  | 'server-error'
  | 'bad-answer'
  | 'interrupted'

/**
 * The one thrown error for trouble outside of us. `message` says what happened, on one line; `details` to which things, a
 * line each; `help` what to do next.
 */
export class WorldError extends Error {
  readonly details: readonly string[]

  constructor(
    readonly code: WorldErrorCode,
    message: string,
    readonly help?: string,
    options?: ErrorOptions & { readonly details?: readonly string[] },
  ) {
    super(message, options)
    this.name = 'WorldError'
    this.details = options?.details ?? []
  }
}
