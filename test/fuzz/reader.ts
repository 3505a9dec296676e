/** A mistake that a reader tells, with its place in the text. */
export interface Mistake {
  readonly start: number
  readonly end: number
  readonly message: string
}

/** A reader of texts that others write. */
export interface Reader {
  /** Good texts, to be broken. */
  readonly good: readonly string[]
  /** Further good texts, for a long search. */
  readonly more?: () => readonly string[]
  /** They are documents of JSON or YAML, whose values are changed as well as their text. */
  readonly isTree?: boolean
  /** They are bytes, each a character of Latin-1. */
  readonly isBytes?: boolean
  /**
   * Reads a text and does what can be done with what it holds; answers where the mistakes are. Whatever it throws is a
   * fault: it catches what readers of its kind are meant to throw.
   */
  readonly read: (text: string) => readonly Mistake[] | Promise<readonly Mistake[]>
}

export const noMistakes: readonly Mistake[] = []

/** What every reader promises of what it tells. Throws where it does not hold. */
export function checkMistakes(text: string, mistakes: readonly Mistake[]): void {
  for (const { start, end, message } of mistakes) {
    const isPlaced = start >= 0 && start <= end && end <= Math.max(1, text.length) && message !== ''
    if (!isPlaced) throw new Error(`out of range: ${message} at ${start}-${end} of ${text.length}`)
  }
}

/** The reader with all of its good texts. */
export function withMore(reader: Reader): Reader {
  return reader.more ? { ...reader, good: [...reader.good, ...reader.more()] } : reader
}
