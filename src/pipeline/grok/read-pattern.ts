import type { Call } from './read-insert'
import { type RegexHost, readRegex } from './regex/read-regex'
import type { RegexNode } from './regex/regex-tree'
import { RegexTrouble } from './regex/regex-trouble'

/** Reads an expression that stands in quotes; what is wrong in it is told of the whole matcher. */
export function readPattern(expression: string, call: Call, newCapture: RegexHost['newCapture']): RegexNode {
  try {
    return readRegex(expression, 0, { newCapture })
  } catch (trouble) {
    if (!(trouble instanceof RegexTrouble)) throw trouble
    const part = expression.slice(trouble.start, trouble.end)
    throw new RegexTrouble(`in the expression, at ${part}: ${trouble.message}`, call.start, call.end)
  }
}
