import { CappedList } from './capped-list'
import type { Problem } from './diagnostic'

/** How many errors of one text are told, and how many other remarks. */
const mostOfText = 20

/** The problems of one text, as a parser meets them. */
export class ProblemList extends CappedList<Problem> {
  constructor() {
    super(mostOfText)
  }

  /** Whether no further error will be told, so that a parser may stop. */
  get isOver(): boolean {
    return this.isFull('errors')
  }

  /** All that is told, in the order of the text; where the first of those left off stands, their number. */
  inOrder(): readonly Problem[] {
    return [...this.entries()].sort((a, b) => a.start - b.start)
  }
}
