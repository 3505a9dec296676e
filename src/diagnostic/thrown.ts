/** The code of a thrown error of the system (`EACCES`) or of zlib (`Z_DATA_ERROR`); undefined for anything else. */
export function systemCode(thrown: unknown): string | undefined {
  // Not by `instanceof`: such errors may come from another realm.
  const code = (thrown as { readonly code?: unknown } | null | undefined)?.code
  return typeof code === 'string' && /^(?:E[A-Z0-9]+|Z_[A-Z_]+)$/.test(code) ? code : undefined
}

/** What something thrown says of itself, in words. */
export function messageOf(thrown: unknown): string {
  return String((thrown as { readonly message?: unknown } | null | undefined)?.message ?? thrown)
}
