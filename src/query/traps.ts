// The traps of the search language, one function each: texts that Datadog takes, but in another sense than their author
// is likely to mean. What a trap says has a code, Q1xx, and a page in the lint room.
import type { Code } from '../diagnostic/codes'
import type { Problem } from '../diagnostic/diagnostic'
import type { TextRange } from '../diagnostic/span'
import { reservedField } from '../event/attribute-path'
import { nameOfField } from './field-named'
import { isCidrBlock } from './matching/cidr-block'
import { numberOf } from './number-literal'
import type { Clause, Field, Query } from './query'
import { looksLikeAttribute, reservedByNature } from './trap-names'
import { clausesIn } from './walk-query'
import { wordsOf } from './words'

/** What is doubtful about a field as it is named. */
export function fieldTraps(field: Field): readonly Problem[] {
  if (field.kind === 'attribute' && reservedByNature.has(field.path)) {
    const message = `@${field.path} is an attribute of that name; the ${field.path} of a log stands outside of its attributes`
    return [trap('Q120', field, message, `write ${reservedByNature.get(field.path)}:… without the @`)]
  }
  if (field.kind !== 'tag') return []
  if (field.key.startsWith('+')) {
    const message = 'a plus asks for nothing: it is part of the name here, and no log has such a tag'
    return [
      trap(
        'Q122',
        { start: field.start, end: field.start + 1 },
        message,
        'remove it; clauses side by side must all match',
      ),
    ]
  }
  const reserved = reservedField(field.key.toLowerCase())
  if (reserved !== undefined) {
    const message = `"${field.key}" is read as a tag key: reserved fields are written in lower case`
    return [trap('Q126', field, message, `write ${reserved}:…`)]
  }
  if (!looksLikeAttribute(field.key)) return []
  const help = `write @${field.key} for the attribute; without "@" this looks for a tag`
  return [trap('Q104', field, `"${field.key}" looks like an attribute but is read as a tag key`, help)]
}

/** What is doubtful about one clause by itself. `text` is the whole query. */
export function clauseTraps(clause: Clause, text: string): readonly Problem[] {
  return clauseTrapsInOrder.flatMap((find) => find(clause, text) ?? [])
}

/** What is doubtful about clauses that stand side by side, and must all match. */
export function neighbourTraps(operands: readonly Query[], text: string): readonly Problem[] {
  return operands.flatMap((operand, index) => {
    const next = operands[index + 1]
    const before = index === 0 ? undefined : operands[index - 1]
    const found = [lowerCaseOperator(operand, before, next, text)]
    if (next !== undefined) found.push(besideQuote(operand, next, text), everywhereOnce(operand, next))
    return found.filter((problem) => problem !== undefined)
  })
}

/** What is doubtful about the branches of an OR. */
export function branchTraps(branches: readonly Query[]): readonly Problem[] {
  return branches.flatMap((branch, index) => {
    const next = branches[index + 1]
    if (branch.kind !== 'clause' || next?.kind !== 'clause') return []
    if (isRunningText(branch.field) || next.field.kind !== 'default' || !isText(next)) return []
    const field = nameOfField(branch.field)
    const message = `this branch looks for the word in the message, not in ${field}`
    return [trap('Q125', next, message, `write ${field}:(… OR …) for several values of one field`)]
  })
}

/** What is doubtful about a query as a whole: capitals in a tag's value, unless the value is asked for in lower case too. */
export function wholeTraps(query: Query): readonly Problem[] {
  const tagged = clausesIn(query).flatMap(({ clause }) => {
    const value = clause.kind === 'clause' ? tagValue(clause) : undefined
    return value === undefined ? [] : [{ clause, value, name: nameOfField(clause.field) }]
  })
  const asked = new Set(tagged.map(({ name, value }) => `${name}:${value}`))
  return tagged.flatMap(({ clause, name, value }) => {
    const lower = value.toLowerCase()
    if (lower === value || asked.has(`${name}:${lower}`)) return []
    const { start, end } = (clause as Clause).value
    const message = 'Datadog keeps tags in lower case, so no log has a tag with this value'
    return [trap('Q119', { start, end }, message, `write ${name}:${lower}`)]
  })
}

/** Signs that came with text from elsewhere: dashes that negate nothing, and what nobody sees. */
export function signTraps(text: string): readonly Problem[] {
  if (!/[^\0-\x7f]/.test(text)) return []
  const dashes = [...text.matchAll(/(?<=^|[\s(])[\u2010-\u2015\u2212](?=[@\w(*"])/g)].map(({ index }) => {
    const message = 'this dash negates nothing: it is a part of the word'
    return trap('Q127', { start: index, end: index + 1 }, message, 'write a minus: -')
  })
  const unseen = [
    ...text.matchAll(/(?![\t\n\v\f\r])\p{Cc}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu),
  ].map(({ 0: sign, index }) => {
    const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    const message = `a sign that nobody sees (U+${code}) stands here, and counts`
    return trap('Q127', { start: index, end: index + 1 }, message, 'remove it: write the text around it anew')
  })
  return [...dashes, ...unseen]
}

/** The text of a clause on a tag, stars and question marks as they are written; undefined for any other clause. */
function tagValue({ field, value }: Clause): string | undefined {
  if (field.kind !== 'tag' && !(field.kind === 'reserved' && field.name === 'tags')) return undefined
  // A key that is none has been told as such.
  if (field.kind === 'tag' && (looksLikeAttribute(field.key) || field.key.startsWith('+'))) return undefined
  if (value.kind === 'term' || value.kind === 'phrase') return value.text
  if (value.kind !== 'wildcard') return undefined
  return value.pattern.map((part) => (part.kind === 'text' ? part.text : part.kind === 'run' ? '*' : '?')).join('')
}

const clauseTrapsInOrder: readonly ((clause: Clause, text: string) => Problem | undefined)[] = [
  function mixedBrackets({ value }) {
    if (value.kind !== 'range' || value.lower.included === value.upper.included) return undefined
    return trap('Q107', value, 'Datadog does not document a range with one end included and the other not')
  },

  function emptyRange({ value }) {
    if (value.kind !== 'range' || value.lower.bound === undefined || value.upper.bound === undefined) return undefined
    const [low, high] = [numberOf(value.lower.bound), numberOf(value.upper.bound)]
    if (low === undefined || high === undefined || low <= high) return undefined
    return trap('Q110', value, 'no value lies in this range: its ends are the wrong way round')
  },

  function comparisonOfMessage({ field, value }) {
    if (field.kind !== 'default' || (value.kind !== 'comparison' && value.kind !== 'range')) return undefined
    return trap('Q114', value, 'without a field this compares the text of the message', 'name the field: @size:>5')
  },

  function noWord({ field, value }) {
    if (!isRunningText(field) || (value.kind !== 'term' && value.kind !== 'phrase')) return undefined
    if (wordsOf(value.text).length > 0) return undefined
    const help = 'a message is searched by its words; message:*!* with a wildcard reaches other characters'
    return trap('Q109', value, 'there is no word here to search for, so nothing matches', help)
  },

  function singleQuote({ field, value }, text) {
    if (field.kind === 'default' || value.kind === 'phrase' || text.charAt(value.start) !== "'") return undefined
    const help = "use double quotes, or write \\' for the character"
    return trap('Q113', { start: value.start, end: value.start + 1 }, 'a single quote does not quote', help)
  },

  function comma({ field, value }, text) {
    if (field.kind === 'default' || (value.kind !== 'term' && value.kind !== 'wildcard')) return undefined
    const { start, end } = value
    if (end - start < 2 || text.charAt(end - 1) !== ',' || text.charAt(end - 2) === '\\') return undefined
    const help = 'write (a OR b) for one of several values, or \\, for the character'
    return trap('Q112', { start: end - 1, end }, 'the comma is part of the value and separates nothing', help)
  },

  function blockAsText({ field, value }) {
    if (isRunningText(field) || (value.kind !== 'term' && value.kind !== 'phrase')) return undefined
    const name = nameOfField(field)
    // Security groups and the like hold blocks as text, and Datadog's own rules ask for those in quotes.
    const last = name.slice(name.lastIndexOf('.') + 1)
    if (holdsBlocks.test(last) || (value.kind === 'phrase' && !holdsAddresses.test(last))) return undefined
    if (isCidrBlock(value.text) !== 'block') return undefined
    const help = `write CIDR(${name}, ${value.text})`
    return trap('Q116', value, 'this is compared as a text, and no address is equal to a block', help)
  },

  function equalsSign({ field, value }, text) {
    if (value.kind !== 'term' && value.kind !== 'wildcard') return undefined
    const { start, end } = value
    const raw = text.slice(start, Math.min(end, start + longestName))
    if (field.kind === 'default') {
      const [, name, sign] = /^(@[\p{L}\p{N}_.-]+|source|ddsource)(!?==?)(?=.)/u.exec(raw) ?? []
      if (name === undefined) return undefined
      const help = `write ${sign?.startsWith('!') ? '-' : ''}${name}:${raw.slice(name.length + (sign?.length ?? 1))}`
      return trap('Q121', value, 'an equals sign compares nothing: this is a word to look for in the message', help)
    }
    if (!/^==?-?\d+(?:\.\d+)?$/.test(raw) && !raw.startsWith('==')) return undefined
    const help = `write ${nameOfField(field)}:${raw.replace(/^=+/, '')}, or \\= for the character`
    return trap('Q121', { start, end: start + 1 }, 'an equals sign compares nothing: it is part of the value', help)
  },

  function nameAlone({ field, value }, text) {
    if (field.kind !== 'default' || value.kind !== 'term') return undefined
    const raw = text.slice(value.start, Math.min(value.end, value.start + longestName))
    if (!/^@[\p{L}_][\p{L}\p{N}_.-]*$/u.test(raw)) return undefined
    const help = `write ${raw}:* for logs that have the attribute`
    return trap('Q124', value, 'without a colon this is a word to look for in the message', help)
  },
]

/** Longer texts are no names of fields. */
const longestName = 200
const holdsBlocks = /cidr|block|range|subnet|prefix/i
const holdsAddresses = /(?:^|[@._-])(?:ip|ips|addr|address|addresses)$|I[Pp](?:s|v[46])?$|I[Pp]Address(?:es)?$/

function lowerCaseOperator(
  operand: Query,
  before: Query | undefined,
  next: Query | undefined,
  text: string,
): Problem | undefined {
  if (operand.kind !== 'clause' || operand.value.kind !== 'term' || operand.end - operand.start > 3) return undefined
  const raw = text.slice(operand.start, operand.end)
  const word = raw.toUpperCase()
  if (raw === word || next === undefined) return undefined
  // In plain words "not" is most often just a word.
  const isNot = word === 'NOT' && !(next.kind === 'clause' && next.field.kind === 'default')
  if (!isNot && (before === undefined || (word !== 'AND' && word !== 'OR'))) return undefined
  const help = `write ${word} for the operator, or quote the word`
  return trap('Q101', operand, `"${raw}" is searched for as a word: operators are in capitals`, help)
}

/** `@a:"x"*`, `"x"y`: a clause right behind a closing quote. */
function besideQuote(operand: Query, next: Query, text: string): Problem | undefined {
  if (operand.end !== next.start || text.charAt(operand.end - 1) !== '"') return undefined
  const after = text.charAt(next.start)
  if (after === '(') return undefined
  const what = after === '*' ? 'the star' : 'this'
  const message = `${what} does not belong to the quoted value: it is a clause of its own`
  return trap('Q117', next, message, 'without the quotes escape blanks: @a:some\\ text*')
}

/** `*:"a b" "c"`: the second value is not looked for everywhere. */
function everywhereOnce(operand: Query, next: Query): Problem | undefined {
  const inner = operand.kind === 'not' ? operand.query : operand
  if (inner.kind !== 'clause' || inner.field.kind !== 'everywhere') return undefined
  if (next.kind !== 'clause' || next.field.kind !== 'default' || !isText(next)) return undefined
  const message = 'this value is looked for in the message alone: *: reaches only the value right behind it'
  return trap('Q118', next, message, 'write *:(… AND …) for several values')
}

function isText({ value }: Clause): boolean {
  return value.kind === 'term' || value.kind === 'phrase' || value.kind === 'wildcard'
}

function isRunningText(field: Field): boolean {
  return (
    field.kind === 'default' || field.kind === 'everywhere' || (field.kind === 'reserved' && field.name === 'message')
  )
}

function trap(code: Code, { start, end }: TextRange, message: string, help?: string): Problem {
  return { code, severity: 'warning', message, ...(help && { help }), start, end }
}
