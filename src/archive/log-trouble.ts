import type { Code } from '../diagnostic/codes'
import type { Diagnostic } from '../diagnostic/diagnostic'
import { moreOf, mostOfFile } from '../diagnostic/told-of-file'
import { WorldError } from '../diagnostic/world-error'

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

/** Ends a run at a trouble, for those who let none pass. */
export function refuse(trouble: LogTrouble): never {
  throw new WorldError('bad-input', `${placeOf(trouble)}: ${trouble.message}`, trouble.help)
}

/** What was found in one file: the first hundred, and how many there are in all. */
export interface TroublesOfFile {
  readonly held: readonly LogTrouble[]
  readonly count: number
}

/** Troubles as they are found. Of each file the first hundred are held, the rest is counted. */
export class FoundTroubles {
  private readonly byFile = new Map<string, { readonly held: LogTrouble[]; count: number }>()

  add(trouble: LogTrouble): void {
    const found = this.byFile.get(trouble.file) ?? { held: [], count: 0 }
    this.byFile.set(trouble.file, found)
    found.count += 1
    if (found.held.length < mostOfFile) found.held.push(trouble)
  }

  of(file: string): TroublesOfFile {
    return this.byFile.get(file) ?? { held: [], count: 0 }
  }

  /** Hands over what was found in a file, and forgets it. */
  take(file: string): TroublesOfFile {
    const found = this.of(file)
    this.byFile.delete(file)
    return found
  }

  /** Takes what was found in one file elsewhere, in several places: the first by their places are held. */
  addAll(...parts: readonly TroublesOfFile[]): void {
    const held = parts.flatMap((part) => part.held)
    for (const trouble of parts.length > 1 ? held.sort(compareTroubles) : held) this.add(trouble)
    const [first] = held
    const found = first && this.byFile.get(first.file)
    if (found) found.count += parts.reduce((sum, { count }) => sum + count, 0) - held.length
  }

  /** How many were found, held or not. */
  get count(): number {
    return [...this.byFile.values()].reduce((sum, { count }) => sum + count, 0)
  }

  /** Those that are held, by file and place, after those of a file how many more it has. */
  told(): readonly LogTrouble[] {
    const files = [...this.byFile].sort(([a], [b]) => (a < b ? -1 : 1))
    return files.flatMap(([file, { held, count }]) => {
      const more = count - held.length
      const rest: LogTrouble = { ...moreOf(more), code: 'L007', file }
      return [...[...held].sort(compareTroubles), ...(more > 0 ? [rest] : [])]
    })
  }
}

/** Orders the troubles of a file by their place, so that the order in which they were found never shows. */
function compareTroubles(a: LogTrouble, b: LogTrouble): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compareCodes(a.code, b.code)
}

function compareCodes(a: Code, b: Code): number {
  return a === b ? 0 : a < b ? -1 : 1
}
