import { messageOf, systemCode } from '../diagnostic/thrown'
import { WorldError, type WorldErrorCode } from '../diagnostic/world-error'

/** What the disk did to us, told with the file and a way out. */
export function diskError(error: unknown, doing: 'read' | 'write', path: string): WorldError {
  const code = systemCode(error)
  const told = code === undefined ? undefined : known[code]
  const failed: WorldErrorCode = doing === 'read' ? 'read-failed' : 'write-failed'
  const reason = told?.reason ?? messageOf(error)
  return new WorldError(
    told?.code ?? failed,
    `${path} cannot be ${doing === 'read' ? 'read' : 'written'}: ${reason}`,
    told?.help,
    {
      cause: error,
    },
  )
}

const permission = {
  code: 'no-permission',
  reason: 'permission denied',
  help: 'Check who owns the file and its mode.',
} as const
const full = {
  code: 'disk-full',
  reason: 'the disk is full',
  help: 'Free some space; the file is as it was before.',
} as const

const tooMany = {
  code: 'read-failed',
  reason: 'too many files are open',
  help: 'End what holds them open, or allow more: ulimit -n.',
} as const

const known: Readonly<
  Record<string, { readonly code: WorldErrorCode; readonly reason: string; readonly help: string } | undefined>
> = {
  EACCES: permission,
  EPERM: permission,
  EROFS: { code: 'no-permission', reason: 'it is on a read-only disk', help: 'Write to another place.' },
  ENOSPC: full,
  EDQUOT: full,
  EMFILE: tooMany,
  ENFILE: tooMany,
  ENOENT: { code: 'not-found', reason: 'it does not exist', help: 'Check the path.' },
  ENOTDIR: { code: 'not-found', reason: 'a part of its path is no folder', help: 'Check the path.' },
  EISDIR: { code: 'bad-input', reason: 'it is a folder', help: 'Name a file.' },
}
