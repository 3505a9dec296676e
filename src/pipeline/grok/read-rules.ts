import type { TextRange } from '../../diagnostic/span'

/** One line of rules: its name and where its pattern stands in the text. */
export interface RuleLine {
  readonly name: string
  readonly named: TextRange
  readonly pattern: TextRange
}

/**
 * A line of rules. In a quoted argument it goes on over a line end that blanks follow, as YAML folds long ones. The
 * bounds keep the work on a text within what its length says.
 */
const ruleLine = /(?:%\{(?:"(?:\\.|[^"\\\n]|\n(?=[ \t])){0,2000}"|[^"}\n]){0,200}\}|[^\n])+/g

/**
 * The rules of a text, a name and a pattern a line; blank lines and those that begin with `#` are none. A pattern keeps
 * the blanks at its end. A line with a name alone is answered as `bare`.
 */
export function readRules(text: string): { readonly rules: readonly RuleLine[]; readonly bare: readonly TextRange[] } {
  const rules: RuleLine[] = []
  const bare: TextRange[] = []
  for (const { 0: line, index } of text.matchAll(ruleLine)) {
    const found = /^(\s*)(\S+)([^\S\n]+)(?=\S)/.exec(line)
    const kept = line.endsWith('\r') ? line.length - 1 : line.length
    const first = line.trimStart().charAt(0)
    if (first === '' || first === '#') continue
    if (!found) {
      bare.push({ start: index, end: index + kept })
      continue
    }
    const [all, before = '', name = ''] = found
    const start = index + before.length
    rules.push({
      name,
      named: { start, end: start + name.length },
      pattern: { start: index + all.length, end: index + kept },
    })
  }
  return { rules, bare }
}
