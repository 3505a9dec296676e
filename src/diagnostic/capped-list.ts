import type { Finding, Problem } from './diagnostic'
import { moreOf } from './told-of-file'

/**
 * What is wrong in one text or one document, as it is met: the first errors and the first remarks, so that the list is
 * short however long the input is. What comes after is counted, and the last entry says so.
 */
export class CappedList<Entry extends Problem | Finding> {
  private readonly errors: Entry[] = []
  private readonly remarks: Entry[] = []
  private readonly met: Entry[] = []
  private firstLeftOff: Entry | undefined
  private leftOff = 0

  /** At most `most` errors are kept, and as many remarks. */
  constructor(private readonly most: number) {}

  tell(entry: Entry): void {
    const list = entry.severity === 'error' ? this.errors : this.remarks
    if (list.length >= this.most) this.leaveOff(entry)
    else {
      const told = withShortTexts(entry)
      list.push(told)
      this.met.push(told)
    }
  }

  tellAll(entries: readonly Entry[]): void {
    for (const entry of entries) this.tell(entry)
  }

  /** Counts what is not worth making: there are enough of its kind, as `isFull` says. */
  leaveOff(entry: Entry): void {
    this.firstLeftOff ??= entry
    this.leftOff++
  }

  get hasErrors(): boolean {
    return this.errors.length > 0
  }

  /** Whether no further error, or no further remark, will be kept. */
  isFull(of: 'errors' | 'remarks'): boolean {
    return this[of].length >= this.most
  }

  /** All that is kept, as it was met, and the number of those that are not. */
  entries(): readonly Entry[] {
    if (this.firstLeftOff === undefined) return this.met
    return [...this.met, { ...this.firstLeftOff, ...moreOf(this.leftOff) }]
  }
}

/** A message that quotes a user's text says no more of it than fits on a few lines. */
const longestText = 600

function withShortTexts<Entry extends Problem | Finding>(entry: Entry): Entry {
  const { message, help } = entry
  if (message.length <= longestText && (help === undefined || help.length <= longestText)) return entry
  const short = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text)
  return { ...entry, message: short(message), ...(help !== undefined && { help: short(help) }) }
}
