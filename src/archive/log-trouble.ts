import type { Code } from '../diagnostic/codes'
import type { Diagnostic } from '../diagnostic/diagnostic'

/** A log file, or a place in one, that could not be read. A diagnostic without a span: log files are not held. */
export interface LogTrouble extends Diagnostic {
  readonly file: string
  /** From 1; the column counts bytes. Absent where the trouble is the whole file's. */
  readonly line?: number
  readonly column?: number
}

/** The place as users know it: `path:line:column`. */
export function placeOf(trouble: LogTrouble): string {
  const { file, line, column } = trouble
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** Orders troubles by file and place, so that the order in which files were read never shows. */
export function compareTroubles(a: LogTrouble, b: LogTrouble): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compareCodes(a.code, b.code)
}

function compareCodes(a: Code, b: Code): number {
  return a === b ? 0 : a < b ? -1 : 1
}
