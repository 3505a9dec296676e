/** What stands in a document for a tenant that could not be asked. */
export interface FailedTenant {
  readonly tenant: string
  readonly error: {
    readonly code: string
    readonly message: string
    readonly details?: readonly string[]
    readonly help?: string | undefined
  }
}

export function failedDocument({ tenant, error: { code, message, details = [], help } }: FailedTenant) {
  const told = details.length > 0 && { details }
  return { tenant, error: { code, message, ...told, ...(help !== undefined && { help }) } }
}

/** The same as a line among lines that say what they are under `key`. */
export function failedLine(failed: FailedTenant, key: 'kind' | 'type') {
  return { [key]: 'failedTenant', ...failedDocument(failed) }
}
