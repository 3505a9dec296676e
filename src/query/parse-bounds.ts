import { type Measure, readMeasure } from './measure'
import type { Bound, ComparisonOperator, Field, RangeEnd, Value } from './query'
import type { QueryReader } from './query-reader'
import { plainText } from './scan-query'

/** What reading a bound came to: a value, a phrase that turned out not to be closed, or nothing of use. */
type FoundValue = Value | 'broken'

/** `> 5`, `>=5`, `<"x"`: the cursor stands on the operator. */
export function parseComparison(reader: QueryReader, field: Field): FoundValue {
  const { scanner } = reader
  const start = scanner.at
  scanner.at += reader.text.charAt(start + 1) === '=' ? 2 : 1
  const operator = reader.text.slice(start, scanner.at) as ComparisonOperator
  reader.skipBlanks()
  const isQuoted = scanner.next === '"'
  const word = isQuoted ? scanner.scanPhrase() : scanner.scanRun('()[]{}"!><=')
  reader.checkWord(word)
  if (word.unclosed) {
    const help = 'add the missing quote, or escape it: \\"'
    reader.error('Q001', { start: word.start, end: word.start + 1 }, 'this quote is not closed', help)
    return 'broken'
  }
  if (word.end === word.start) {
    const place = { start, end: start + operator.length }
    reader.error('Q015', place, `"${operator}" has no value`, 'write a number after it')
    scanner.skipBroken()
    return 'broken'
  }
  if (!isQuoted && word.wildcards.length > 0) {
    const [at = word.start] = word.wildcards
    reader.error('Q015', { start: at, end: at + 1 }, 'a comparison takes no wildcard', 'compare with a number')
    return 'broken'
  }
  if (!reader.endsCleanly() || word.endsInBackslash) return 'broken'
  const { end } = word
  const bound = boundOf(reader, field, { text: plainText(word) ?? '', start: word.start, end })
  return { kind: 'comparison', operator, bound, start, end }
}

/** `[1 TO 5]`, `{1 TO *}`: the cursor stands on the opening bracket. */
export function parseRange(reader: QueryReader, field: Field): FoundValue {
  const { scanner } = reader
  const start = scanner.at
  const opening = scanner.next
  scanner.at++
  const lower = parseBound(reader, field)
  reader.skipBlanks()
  const to = scanner.scanRun(']}')
  const upper = reader.textAt(to) === 'TO' ? parseBound(reader, field) : undefined
  reader.skipBlanks()
  const closing = scanner.next
  if (lower === undefined || upper === undefined || (closing !== ']' && closing !== '}')) {
    const place = upper === undefined && to.end > to.start ? to : { start, end: start + 1 }
    const message = closing === '' ? 'this range is not closed' : 'this is not a range'
    const help = 'a range reads [1 TO 5], {1 TO 5} without its ends, or [1 TO *]; TO in capitals'
    reader.error('Q010', place, message, help)
    while (!scanner.atEnd && scanner.next !== ']' && scanner.next !== '}' && scanner.next !== ')') scanner.at++
    if (scanner.next === ']' || scanner.next === '}') scanner.at++
    return 'broken'
  }
  scanner.at++
  const range = { start, end: scanner.at }
  if (!reader.endsCleanly()) return 'broken'
  const endOf = (bound: Bound | 'open', included: boolean): RangeEnd => ({
    included,
    bound: bound === 'open' ? undefined : bound,
  })
  return { kind: 'range', lower: endOf(lower, opening === '['), upper: endOf(upper, closing === ']'), ...range }
}

function parseBound(reader: QueryReader, field: Field): Bound | 'open' | undefined {
  const { scanner } = reader
  reader.skipBlanks()
  const isQuoted = scanner.next === '"'
  const word = isQuoted ? scanner.scanPhrase() : scanner.scanRun(']}')
  reader.checkWord(word)
  if (word.start === word.end || word.unclosed) return undefined
  if (!isQuoted && reader.textAt(word) === '*') return 'open'
  return boundOf(reader, field, { text: plainText(word) ?? '', start: word.start, end: word.end })
}

/** A bound with a unit: of a duration it is nanoseconds, and of what else a tenant measures, only the tenant knows. */
function boundOf(reader: QueryReader, field: Field, bound: Bound): Bound {
  const measure = field.kind === 'attribute' ? readMeasure(bound.text) : undefined
  if (measure === undefined || field.kind !== 'attribute') return bound
  if (field.path === 'duration' && measure.of === 'time') return { ...bound, measure: measure.size }
  reader.warn('Q201', bound, unitMessage(bound.text, measure, field.path), unitHelp)
  return bound
}

function unitMessage(text: string, { of }: Measure, path: string): string {
  return path === 'duration'
    ? `"${text}" is a ${of}, and @duration is a time`
    : `the unit of @${path} is set in the tenant, so "${text}" cannot be compared here`
}

const unitHelp = 'write the bound as the number that logs hold; units of time on @duration are understood'
