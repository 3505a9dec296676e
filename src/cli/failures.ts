import type { WorldError } from '../diagnostic/world-error'
import type { ReportedDiagnostic } from '../report/diagnostics-json'

/** Why a command has no result: a mistake in a file, with its place, or what the world did. */
export type Failure =
  | ({ readonly kind: 'diagnostic' } & ReportedDiagnostic)
  | {
      readonly kind: 'error'
      readonly code: string
      readonly message: string
      readonly details?: readonly string[]
      readonly help?: string
      /** Whose it is, of several. */
      readonly of?: string
    }

/** What the world did. `of` names the tenant where there are several. */
export function failedWith({ code, message, details, help }: WorldError, of?: string): Failure {
  const told = { ...(details.length > 0 && { details }), ...(help !== undefined && { help }) }
  return { kind: 'error', code, message, ...told, ...(of !== undefined && { of }) }
}
