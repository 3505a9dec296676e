import type { Problem } from './diagnostic'

/** How many errors of one text are told, and how many other remarks. */
const mostPerText = 20

/**
 * The problems of one text, as a parser meets them. However long the text is, the list is short, and its last entry
 * says what was left off.
 */
export class ProblemList {
  private readonly errors: Problem[] = []
  private readonly remarks: Problem[] = []
  private rest: Problem | undefined
  private leftOff = 0

  tell(problem: Problem): void {
    const list = problem.severity === 'error' ? this.errors : this.remarks
    if (list.length < mostPerText) list.push(problem)
    else {
      this.rest ??= problem
      this.leftOff++
    }
  }

  /** Whether the text has an error. */
  get hasErrors(): boolean {
    return this.errors.length > 0
  }

  /** Whether no further error will be told, so that a parser may stop. */
  get isFull(): boolean {
    return this.errors.length >= mostPerText
  }

  /** All that is told, in the order of the text. */
  inOrder(): readonly Problem[] {
    const told = [...this.errors, ...this.remarks].sort((a, b) => a.start - b.start)
    if (this.rest === undefined) return told
    const { code, severity, start, end } = this.rest
    const message = `${this.leftOff} more of this text ${this.leftOff === 1 ? 'is' : 'are'} not listed`
    return [...told, { code, severity, message, help: 'mend the ones before this first', start, end }]
  }
}

/** A stretch of a text as a message quotes it: of a long one, the beginning. */
export function quoted(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 59)}…"` : `"${text}"`
}
