/** The code of an error of the system (`EACCES`) or of zlib (`Z_DATA_ERROR`); undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  // Not by `instanceof`: such errors may come from another realm.
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^(?:E[A-Z0-9]+|Z_[A-Z_]+)$/.test(code) ? code : undefined
}

/** What the system says, in words. */
export function reasonOf(error: unknown): string {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'ENOENT':
      return 'it is no longer there'
    case 'EISDIR':
      return 'it is a folder'
    default:
      return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
  }
}
