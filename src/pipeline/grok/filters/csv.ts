import type { Json } from '../../../json/json'
import { set } from '../put-value'
import { RegexTrouble } from '../regex/regex-trouble'
import { type FilterMaker, ofText, textsOf } from './filter'
import { toNumber } from './numbers'

/**
 * `csv(headers, separator, quote)`: the values of a line under the names of the headers. Documented: Datadog docs,
 * Parsing > CSV: as many as there are of both, numbers as numbers, empty values left out, `tab` for the tab.
 */
export const csv: FilterMaker = (call) => {
  const [headers = '', separator = ',', quote = '"'] = textsOf(call, 1, 3)
  const names = headers.split(',').map((name) => name.trim())
  const between = separator === 'tab' ? '\t' : separator
  if (between.length !== 1 || quote.length !== 1) {
    throw new RegexTrouble('the separator and the quote of csv are one character each', call.start, call.end)
  }
  return ofText((text, context) => {
    const values = readLine(text, between, quote)
    const pairs: Record<string, Json> = {}
    names.forEach((name, index) => {
      const value = values[index]
      if (name !== '' && value !== undefined && value !== '') set(pairs, name, toNumber(value, context) ?? value)
    })
    return pairs
  })
}

/** The values of a line; within quotes a doubled quote stands for one. */
function readLine(text: string, separator: string, quote: string): readonly string[] {
  const values: string[] = []
  let at = 0
  for (;;) {
    let value = ''
    if (text.charAt(at) === quote) {
      for (at += 1; at < text.length; at += 1) {
        const close = text.indexOf(quote, at)
        value += text.slice(at, close === -1 ? text.length : close)
        at = close === -1 ? text.length : close + 1
        if (text.charAt(at) !== quote) break
        value += quote
      }
    }
    const end = text.indexOf(separator, at)
    value += text.slice(at, end === -1 ? text.length : end)
    values.push(value)
    if (end === -1) return values
    at = end + 1
  }
}
