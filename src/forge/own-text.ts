import { type MarkdownText, markdown } from '../medium/markdown-text'

/** A text that is there already, below one line that says why it is not of now; of such lines it has one. */
export function outdated(text: string, why: MarkdownText): string {
  const rest = text.replace(/^\n*> :warning: \*\*Outdated\.\*\*[^\n]*\n+/, '').trimStart()
  return `${markdown`> :warning: **Outdated.** ${why}`}\n\n${rest}`
}
