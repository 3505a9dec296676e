/** A text that positions refer to, with the path under which users know it. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** A stretch of a source, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** A stretch of a text that is not yet placed in a file, in UTF-16 offsets; `end` is exclusive. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** Line and column of an offset, both counted from 1, columns in UTF-16 units. */
export function positionAt(source: Source, offset: number): { readonly line: number; readonly column: number } {
  const clamped = Math.max(0, Math.min(offset, source.text.length))
  let line = 1
  let lineStart = 0
  for (let next = source.text.indexOf('\n'); next !== -1 && next < clamped; ) {
    line += 1
    lineStart = next + 1
    next = source.text.indexOf('\n', lineStart)
  }
  return { line, column: clamped - lineStart + 1 }
}
