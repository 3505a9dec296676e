import type { WorldError } from './world-error'

/** What the world did, or a bug of ours: it stands in no file of the user. */
export interface Trouble {
  readonly kind: 'error'
  readonly code: string
  readonly message: string
  readonly details?: readonly string[]
  readonly help?: string
  /** Whose it is, of several. */
  readonly of?: string
}

/** What the world did. `of` names the tenant where there are several. */
export function troubleWith({ code, message, details, help }: WorldError, of?: string): Trouble {
  const told = { ...(details.length > 0 && { details }), ...(help !== undefined && { help }) }
  return { kind: 'error', code, message, ...told, ...(of !== undefined && { of }) }
}

const mostDetails = 20

/** Trouble in words: what happened on the first line, to which things, and what to do next. */
export function troubleText({ of, message, details = [], help }: Trouble): string {
  const more = details.length - mostDetails
  return [
    of === undefined ? message : `${of}: ${message}`,
    ...details.slice(0, mostDetails).map((detail) => `  ${detail}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(help === undefined ? [] : [help]),
  ].join('\n')
}
