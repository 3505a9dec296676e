import type { YAMLParseError } from 'yaml'
import type { Diagnostic } from '../diagnostic/diagnostic'
import type { Source } from '../diagnostic/span'

/** A complaint about a text, and whether what the parser says behind it can still be believed. */
interface Mistake {
  readonly message: string
  readonly help?: string
  /** From here on the parser takes one thing for another: whatever else it says comes of this. */
  readonly isShaking?: boolean
  readonly start: number
  readonly end: number
}

/**
 * What the parser found wrong, a mistake once: what stands in one line is told once, in the words of whoever wrote it and
 * with what to write, and what only follows from a mistake in the layout is not told at all.
 */
export function syntaxMistakes(source: Source, errors: readonly YAMLParseError[]): readonly Diagnostic[] {
  const told: Diagnostic[] = []
  // An error behind the last line is one of that line.
  const last = source.text.trimEnd().length
  let toldUpTo = -1
  const lone = foreignLanguage(source.text) ?? tabs(source.text, errors)
  if (lone) return [diagnosticOf(source, lone)]
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const at = Math.min(error.pos[0], last)
    // However many errors a long line has, it is looked at once.
    if (at <= toldUpTo) continue
    const line = lineAt(source.text, at)
    toldUpTo = line.start + line.text.length
    const mistake = mistakeOf(source.text, line, error)
    told.push(diagnosticOf(source, mistake))
    if (mistake.isShaking) break
  }
  return told
}

function diagnosticOf(source: Source, { message, help, start, end }: Mistake): Diagnostic {
  const length = source.text.length
  const span = { source, start: Math.min(start, length), end: Math.min(end, length) }
  return { code: 'W001', severity: 'error', message, ...(help && { help }), span }
}

interface Line {
  readonly text: string
  readonly start: number
}

function lineAt(text: string, at: number): Line {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const end = text.indexOf('\n', at)
  return { text: text.slice(start, end === -1 ? undefined : end).replace(/\r$/, ''), start }
}

interface Language {
  /** Its first group is what is pointed at. */
  readonly sign: RegExp
  /** What every such text holds, where looking for that is much faster. */
  readonly holds?: string
  readonly message: string
  readonly help: string
}

const anew = 'write the rule anew in the keys of Datadog; `ddac init` makes one to start from'

/** Texts that are no YAML under a name of ours: no line of them is worth a word of its own. */
const languages: readonly Language[] = [
  {
    sign: /^\s*(?:(?:#|\/\/).*\n\s*)*((?:resource|module|data|variable|locals|provider|terraform)\b)[^:\n]*\{/,
    message: "this is Terraform's language, not YAML",
    help: 'let `ddac import --from STATE.json` write the files, with what `terraform show -json` prints',
  },
  {
    sign: /^(?:.*\n)*?(<{7}(?: .*)?)$(?:\n.*)*?\n={7}$/m,
    holds: '<<<<<<<',
    message: 'a merge of git stands here undecided',
    help: 'keep one side of each, and remove the lines of <<<<<<<, ======= and >>>>>>>',
  },
  {
    sign: /^\s*(?:[#;].*\n\s*)*(\[[^\]\n]*\]+)[ \t]*\r?\n(?:\s*[#;].*\n|\s*\n)*[ \t]*[\w."-]+[ \t]*=/,
    message: 'this is TOML, or a file of settings, not YAML',
    help: anew,
  },
  {
    sign: /^\s*(?:\/\/.*\n\s*)*(rule\s+\w+\s*\{)/,
    message: 'this is a rule of YARA or YARA-L, not YAML',
    help: anew,
  },
]

function foreignLanguage(text: string): Mistake | undefined {
  for (const { sign, holds = '', message, help } of languages) {
    if (!text.includes(holds)) continue
    const [all = '', found] = sign.exec(text) ?? []
    if (found === undefined) continue
    const start = all.lastIndexOf(found)
    return { message, help, start, end: start + found.length }
  }
  return undefined
}

/** However many lines a tab indents, they have one cause. */
function tabs(text: string, errors: readonly YAMLParseError[]): Mistake | undefined {
  const first = errors.find(({ code }) => code === 'TAB_AS_INDENT')
  if (!first) return undefined
  const indent = /\t/.exec(text.slice(lineAt(text, first.pos[0]).start))
  const start = indent ? lineAt(text, first.pos[0]).start + indent.index : first.pos[0]
  const count = text.match(/^[ ]*\t/gm)?.length ?? 1
  return {
    message: count > 1 ? `a tab indents this line, and ${count - 1} more` : 'a tab indents this line',
    help: 'YAML indents with spaces only: write two for each tab',
    start,
    end: start + 1,
  }
}

function mistakeOf(text: string, line: Line, error: YAMLParseError): Mistake {
  const [start, end] = error.pos
  const place = { start, end }
  const value = unquotedValue(line)
  if (value) return value
  const open = unclosed(error)
  if (open) return { ...open, ...place, isShaking: true }
  if (/closing .?quote/.test(error.message)) return openQuote(text, start)
  // A map inside a value without a bracket: it is the line below that stands too far to the right.
  if (/^Nested mappings/.test(error.message) && !holdsTwoKeys(line)) return indented(text, lineBelow(text, line))
  if (error.code === 'BAD_SCALAR_START') return badStart(text, start)
  if (/between flow/.test(error.message)) return betweenItems(text, start)
  if (isLayout(error)) return /^\s*[\w.-]+:\S/.test(line.text) ? withoutBlank(line) : indented(text, line)
  const known = explained[error.code]
  return { message: known?.message ?? lowerFirst(error.message), ...(known && { help: known.help }), ...place }
}

/** The parser's complaints about lines that stand in another column than they should, or are no `key: value`. */
function isLayout({ code, message }: YAMLParseError): boolean {
  return (
    code === 'BAD_INDENT' ||
    code === 'MISSING_CHAR' ||
    code === 'MULTILINE_IMPLICIT_KEY' ||
    /without - indicator|Implicit map key|block sequence may not|indent/i.test(message)
  )
}

/** A line of the form `key: value` or `- value` in a block, taken apart. */
const written = /^(\s*(?:- +)*)((?:[\w@./$-]+|"[^"]*"|'[^']*') *: +)?(\S.*)$/

/**
 * A value that YAML reads as something else than text, for the sign at its start or the quote that ends before it does:
 * a query, a title, a condition as people write them. Undefined for a line whose value is not the trouble.
 */
function unquotedValue(line: Line): Mistake | undefined {
  const [, lead = '', key = '', value = ''] = written.exec(line.text.trimEnd()) ?? []
  const why = key !== '' || /- +$/.test(lead) ? signOf(value) : undefined
  if (why === undefined) return undefined
  const start = line.start + lead.length + key.length
  return {
    message: why,
    help: `write ${key.replace(/ *: +$/, ': ')}${quoted(innerQuotes(value) ?? value)}`,
    start,
    end: start + value.length,
  }
}

function signOf(value: string): string | undefined {
  if (/^"(?:[^"\\]|\\.)*"\s*[^\s#,\]}]/.test(value) || /^'(?:[^']|'')*'\s*[^\s#,\]}]/.test(value)) {
    return 'text goes on behind the closing quote'
  }
  if (value.startsWith('{{')) return 'braces at the start of a value begin a map in YAML, not a template'
  if (/^\*\S*/.test(value)) return 'a star at the start of a value is an alias in YAML'
  if (/^&/.test(value)) return 'an ampersand at the start of a value is an anchor in YAML'
  if (/^!/.test(value)) return 'an exclamation mark at the start of a value is a tag in YAML'
  if (/^[@`%]/.test(value)) return `a value cannot start with ${value[0]} in YAML`
  if (/^[|>](?![+-]?\d*[+-]?\s*(?:#|$))/.test(value))
    return `${value[0]} at the start of a value begins a block of lines`
  if (/^\[[^\]]*\]\s*[^\s#,\]}]/.test(value)) return 'a bracket at the start of a value begins a list in YAML'
  if (/^\{[^}]*\}\s*[^\s#,\]}]/.test(value)) return 'a brace at the start of a value begins a map in YAML'
  if (/^[^"'[{|>#]*: /.test(value)) return 'a second ": " stands in one line'
  if (/^- /.test(value)) return 'a dash at the start of a value begins a list in YAML'
  return undefined
}

/**
 * What stands between the quotes of a value that uses the same quotes inside: `"a:"x""`, `'It's'`. Where a blank follows the
 * quote that ends it, as in `"a b" OR "c"`, the quotes belong to the text.
 */
function innerQuotes(value: string): string | undefined {
  const quote = value[0] ?? ''
  if ((quote !== '"' && quote !== "'") || value.length < 2 || !value.endsWith(quote)) return undefined
  const closing = value.indexOf(quote, 1)
  return /[\s:)]/.test(value[closing + 1] ?? ' ') ? undefined : value.slice(1, -1)
}

/** A text as one quoted value of YAML. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

function holdsTwoKeys({ text }: Line): boolean {
  return /:\s.*:\s/.test(text)
}

function lineBelow(text: string, line: Line): Line {
  const rest = text.slice(line.start + line.text.length)
  return lineAt(text, text.length - rest.trimStart().length)
}

/** The quote that is not closed: the last one before the end that opens a value and does not end in its line. */
function openQuote(text: string, end: number): Mistake {
  const opening = [...text.slice(0, end).matchAll(/(?:: +|- +|[[{,] *)(?:"(?:[^"\\\n]|\\.)*$|'(?:[^'\n]|'')*$)/gm)].at(
    -1,
  )
  const start = opening === undefined ? end : opening.index + opening[0].search(/["']/)
  const help = `add the closing ${text[start] ?? 'quote'}`
  return { message: 'a quote is not closed', help, isShaking: true, start, end: start + 1 }
}

/** An item of a list in brackets, such as `[@usr.id]`. */
function badStart(text: string, start: number): Mistake {
  const [value = ''] = /^[^,\]}\n]*/.exec(text.slice(start)) ?? []
  const written = value.trimEnd()
  const message = `a value cannot start with ${text[start] ?? 'this'} in YAML`
  return { message, help: `write ${quoted(written)}`, start, end: start + written.length }
}

/** In brackets `{`, `[` and a quote begin a value, also behind a text: `[${TAG}]`. */
function betweenItems(text: string, at: number): Mistake {
  const before = /[^,[\]{}\n]*$/.exec(text.slice(0, at))?.[0].trimStart() ?? ''
  const [behind = ''] = /^(?:\{[^}\n]*\}|[^,\]}\n]*)[^,\]}\n]*/.exec(text.slice(at)) ?? []
  const value = `${before}${behind}`.trimEnd()
  const start = at - before.length
  if (before === '' || behind === '') {
    return {
      message: 'a comma is missing before this',
      help: 'set one between two values in brackets',
      start: at,
      end: at + 1,
    }
  }
  return {
    message: `${text[at]} begins a value of its own in brackets`,
    help: `write ${quoted(value)}, or a comma before it where it is one more value`,
    isShaking: true,
    start,
    end: start + value.length,
  }
}

function withoutBlank(line: Line): Mistake {
  const lead = line.text.length - line.text.trimStart().length
  const colon = line.text.indexOf(':')
  const start = line.start + lead
  const value = line.text.slice(colon + 1).trim()
  const fixed = `${line.text.slice(lead, colon)}: ${signOf(value) === undefined ? value : quoted(value)}`
  const end = line.start + line.text.length
  return { message: 'a blank is missing behind the colon', help: `write ${fixed}`, isShaking: true, start, end }
}

/** An item of a list that is none: YAML reads the dash as a part of the key. */
const dashWithoutBlank = /^\s*-[A-Za-z_]\w*:(?:\s|$)/

function withoutBlankBehindDash(line: Line): Mistake {
  const lead = line.text.length - line.text.trimStart().length
  const start = line.start + lead
  const fixed = line.text.trim().replace('-', '- ')
  const end = line.start + line.text.trimEnd().length
  return { message: 'a blank is missing behind the dash', help: `write ${fixed}`, isShaking: true, start, end }
}

function lineAbove(text: string, { start }: Line): Line | undefined {
  return start === 0 ? undefined : lineAt(text, start - 1)
}

/** A line in another column than its neighbours, with the column of the line above that it most likely belongs to. */
function indented(text: string, line: Line): Mistake {
  const above = lineAbove(text, line)
  if (above && dashWithoutBlank.test(above.text)) return withoutBlankBehindDash(above)
  const lead = line.text.length - line.text.trimStart().length
  const start = line.start + lead
  const place = { start, end: line.start + Math.max(line.text.trimEnd().length, lead + 1), isShaking: true }
  if (!/^(?:- +)?(?:"[^"]*"|'[^']*'|[^\s:]+) *:(?:\s|$)/.test(line.text.trimStart())) {
    const message = 'this line is neither a `key: value` nor the continuation of a value'
    return { message, help: 'write `key: value`; a text of several lines stands in a block after |', ...place }
  }
  const message = 'this is not indented as its neighbours are'
  const column = columnAbove(text.slice(0, line.start), lead)
  const help = column === undefined ? 'keys of one level start in one column' : `start it with ${blanks(column)}`
  return { message, help, ...place }
}

/** Where keys of the line above start, behind its dashes; undefined where that is where this line starts already. */
function columnAbove(before: string, lead: number): number | undefined {
  const above = before.trimEnd().split('\n').at(-1) ?? ''
  const [, start = ''] = /^(\s*(?:- +)*)/.exec(above) ?? []
  return start.length === lead ? undefined : start.length
}

function blanks(count: number): string {
  return count === 0 ? 'no blank, as the line above' : `${count} blanks, so that it stands under the key above it`
}

/** A list or map in brackets that ends before its bracket is told as what it is, not as a matter of columns. */
function unclosed({ message }: YAMLParseError): Pick<Mistake, 'message' | 'help'> | undefined {
  const [, what, bracket] = /^Flow (sequence|map).* end with a ([\]}])/.exec(message) ?? []
  if (!bracket) return undefined
  return {
    message: `a ${what === 'map' ? 'map' : 'list'} in brackets is not closed before this`,
    help: `add the missing ${bracket}, or indent what belongs inside`,
  }
}

/** What the parser's other complaints mean to someone who writes rules. */
const explained: { readonly [code: string]: { readonly message: string; readonly help: string } | undefined } = {
  BAD_ALIAS: { message: 'this reads as a YAML alias, but it is not one', help: 'put the value in quotes' },
  BAD_DQ_ESCAPE: {
    message: 'this escape does not exist between double quotes',
    help: "write \\\\ for a backslash, or put the value in single quotes '…' or in a block |",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ": " stands in one line',
    help: 'put a value that holds ": " in quotes',
  },
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
