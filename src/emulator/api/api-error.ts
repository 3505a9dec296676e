/** One reason for which a rule is refused, as Datadog words it; `target` is the field it names, where it names one. */
export interface Refusal {
  readonly message: string
  readonly target?: string
}

/** An answer of the emulator: JSON, or the bytes of an archive, or no content at all. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly bytes?: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** The oldest of Datadog's error shapes, still used by suppressions (observed). */
export function plainError(status: number, ...messages: readonly string[]): Reply {
  return { status, body: { errors: messages } }
}

/** The shape of rule validation and of restore (observed). */
export function codedError(status: number, code: string, message: string, details?: readonly Refusal[]): Reply {
  return { status, body: { error: { code, message, ...(details && { details: details.map(coded) }) } } }
}

/** The shape of historical jobs (observed). */
export function statusError(status: number, parts: { readonly title?: string; readonly detail?: string }): Reply {
  return { status, body: { errors: [{ status: String(status), ...parts }] } }
}

/**
 * A refused rule. Reasons that name a field come as coded details; reasons without one come as plain texts, as both
 * were observed on the same route.
 */
export function refusedRule(refusals: readonly Refusal[]): Reply {
  const message = 'Invalid rule configuration'
  if (refusals.every((refusal) => refusal.target === undefined)) {
    return plainError(400, message, ...refusals.map((refusal) => refusal.message))
  }
  return codedError(400, 'InvalidArgument', message, refusals)
}

function coded(refusal: Refusal): Refusal & { readonly code: string } {
  return { code: 'InvalidArgument', ...refusal }
}
