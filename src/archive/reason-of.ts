import { messageOf, systemCode } from '../diagnostic/thrown'

/** What the system says of a log file, in words. */
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
      return messageOf(error)
  }
}
