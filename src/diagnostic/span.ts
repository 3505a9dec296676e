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
  const starts = lineStarts(source)
  let [line, beyond] = [0, starts.length]
  while (beyond - line > 1) {
    const middle = (line + beyond) >>> 1
    if ((starts[middle] ?? 0) <= clamped) line = middle
    else beyond = middle
  }
  return { line: line + 1, column: clamped - (starts[line] ?? 0) + 1 }
}

/** Where the lines of a source begin: found once, since a file may have many things to point at. */
const foundStarts = new WeakMap<Source, readonly number[]>()

function lineStarts(source: Source): readonly number[] {
  const found = foundStarts.get(source)
  if (found) return found
  const starts = [0]
  for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1)
  foundStarts.set(source, starts)
  return starts
}
