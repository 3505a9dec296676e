import { systemCode } from '../../diagnostic/thrown'

/** What Windows says while a virus scanner, an indexer or an editor has a file open that is to be replaced. */
const passing = new Set(['EPERM', 'EACCES', 'EBUSY'])

const tries = 10
const pauseMs = 20

/**
 * Does something to a file once more where Windows refuses it for a moment, a fifth of a second in all. Elsewhere a file that is
 * open can be replaced, and a refusal is one.
 */
export function persistently<T>(work: () => T, platform: string = process.platform, pause: () => void = sleep): T {
  for (let left = tries; ; left -= 1) {
    try {
      return work()
    } catch (error) {
      if (platform !== 'win32' || left <= 1 || !passing.has(systemCode(error) ?? '')) throw error
    }
    pause()
  }
}

function sleep(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
}
