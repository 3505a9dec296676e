import type { Json } from '../../../json/json'
import { RegexTrouble } from '../regex/regex-trouble'
import { type Convert, type FilterMaker, ofText, readControls } from './filter'

/**
 * `array([[brackets,] separator][, filter or rule])`: a text as the list of its parts. Documented: Datadog docs, Parsing >
 * List to array; parts keep their blanks, the whole does not. That brackets may be missing is observed in the tests of
 * Datadog's public integrations.
 */
export const array: FilterMaker = (call, host) => {
  const last = call.args.at(-1)
  const inner = last?.kind === 'call' ? host.convertBy(last.call) : undefined
  const texts = (inner ? call.args.slice(0, -1) : call.args).map((arg) =>
    arg.kind === 'text' ? readControls(arg.text) : undefined,
  )
  if (texts.length > 2 || texts.includes(undefined)) {
    throw new RegexTrouble(
      'array takes brackets and a separator in quotes, and may take a filter',
      call.start,
      call.end,
    )
  }
  const separator = texts.at(-1) ?? ','
  const brackets = texts.length === 2 ? (texts[0] ?? '') : '[]'
  if (separator === '' || brackets.length > 2) {
    throw new RegexTrouble('the separator of array is not empty, its brackets are two characters', call.start, call.end)
  }
  const [open = '', close = open] = brackets
  return ofText((text, context) => {
    const trimmed = text.trim()
    const inside = withoutBrackets(trimmed, open, close) ?? trimmed
    const parts = inside === '' ? [] : inside.split(separator)
    return inner ? convertAll(parts, (part) => inner(part, context)) : parts
  })
}

function withoutBrackets(text: string, open: string, close: string): string | undefined {
  const isBracketed = open !== '' && text.length >= 2 && text.startsWith(open) && text.endsWith(close)
  return isBracketed ? text.slice(open.length, text.length - close.length) : undefined
}

/** The parts converted; nothing if one cannot be, as observed in Datadog's public Rust implementation. */
function convertAll(parts: readonly string[], convert: (part: string) => ReturnType<Convert>): Json | undefined {
  const converted: Json[] = []
  for (const part of parts) {
    const value = convert(part) ?? convert(part.trim())
    if (value === undefined) return undefined
    converted.push(value)
  }
  return converted
}
