/** What stands in a document for a tenant that could not be asked. */
export interface FailedTenant {
  readonly tenant: string
  readonly error: { readonly code: string; readonly message: string; readonly help?: string | undefined }
}

export function failedDocument({ tenant, error: { code, message, help } }: FailedTenant) {
  return { tenant, error: { code, message, ...(help !== undefined && { help }) } }
}

/** The same as a line among lines that say what they are under `key`. */
export function failedLine(failed: FailedTenant, key: 'kind' | 'type') {
  return { [key]: 'failedTenant', ...failedDocument(failed) }
}
