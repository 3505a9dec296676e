/**
 * A changed text with the line ends of the text that it comes from, and with a line break at its end only where that had one.
 * A text with both kinds of line ends keeps them where nothing changed.
 */
export function asBefore(changed: string, before: string): string {
  const ended = before === '' || before.endsWith('\n') ? changed : changed.replace(/\r?\n$/, '')
  return /\r\n/.test(before) && !/(?<!\r)\n/.test(before) ? ended.replace(/\r?\n/g, '\r\n') : ended
}
