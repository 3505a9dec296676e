import { execFile } from 'node:child_process'
import { systemCode } from '../../diagnostic/thrown'
import { WorldError } from '../../diagnostic/world-error'

/** What git answered: `code` 0 is yes. */
export interface GitAnswer {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

/**
 * Asks the user's own git in a folder; the one place at which a process is started. Git is told to ask nobody and to take
 * no lock, and gets no variable of the environment that may hold a key of a tenant. Throws a WorldError where there
 * is no git.
 */
export function askGit(folder: string, args: readonly string[], input = ''): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const options = { env: environment(), encoding: 'buffer' as const, maxBuffer: 2 ** 30, windowsHide: true }
    const child = execFile('git', ['-C', folder, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : (error as { readonly code?: unknown }).code
      if (typeof code === 'number') resolve({ code, stdout, stderr: stderr.toString('utf8').trim() })
      else reject(notStarted(error))
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** Where a hook of git runs us, these of its variables would point to another place. */
const ofHooks = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE)$/i
/** By these names tenants have their keys. */
const ofKeys = /^(?:DD|DATADOG|DDAC)_/i

function environment(): NodeJS.ProcessEnv {
  const keys = new Set((process.env['DDAC_KEY_VARS'] ?? '').split(',').map((name) => name.trim()))
  const kept = Object.entries(process.env).filter(
    ([name]) => !ofHooks.test(name) && !ofKeys.test(name) && !keys.has(name),
  )
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' }
}

function notStarted(error: unknown): WorldError {
  const isAbsent = systemCode(error) === 'ENOENT'
  return new WorldError(
    'configuration',
    isAbsent ? 'git was not found' : 'git could not be asked',
    isAbsent ? 'Install it, or put it on the PATH: it knows what the files were before.' : undefined,
    { cause: error },
  )
}
