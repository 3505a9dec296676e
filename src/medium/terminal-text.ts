import { unheard } from './runner-commands'
import { filled, SafeText, type Value } from './safe-text'
import { linesOf, onOneLine } from './unseen'

class Terminal extends SafeText {
  readonly medium = 'terminal'

  constructor(text: string) {
    super(unheard(text))
  }
}

/**
 * Text for a terminal and for the log of a CI run: what it carries from outside moves no cursor, forges no line, hides
 * nothing and speaks to no runner.
 */
export type TerminalText = Terminal

/** Writes for a terminal. A value is one line of it: its line breaks show as `⏎`, its unseen signs as `�`. */
export function terminal(written: TemplateStringsArray, ...values: readonly Value<TerminalText>[]): TerminalText {
  return new Terminal(filled(written, values, onOneLine))
}

/** A text whose line breaks are meant, line by line. */
export function terminalLines(text: string): readonly TerminalText[] {
  return linesOf(text).map((line) => terminal`${line}`)
}

/** Lines under each other, without a line break at the end. */
export function lined(lines: readonly TerminalText[]): TerminalText {
  return new Terminal(lines.join('\n'))
}

/** A text with two blanks before each line that is not empty, and without line breaks at its end. */
export function indented(text: TerminalText): TerminalText {
  const lines = String(text)
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
  return new Terminal(lines.join('\n'))
}
