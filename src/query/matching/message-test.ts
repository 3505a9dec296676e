import type { PatternPart, Value } from '../query'
import { compileWordSequence, wordsOf } from '../words'
import { compileValueTest } from './value-test'
import { compileWordWildcard } from './wildcard'

/**
 * The test that a value makes on running text, without regard to case: words in sequence, wildcards within or across
 * words. Comparisons look at the text as a whole.
 */
export function compileMessageTest(value: Value): (text: string) => boolean {
  switch (value.kind) {
    case 'term':
    case 'phrase': {
      const matches = compileWordSequence(wordsOf(value.text.toLowerCase()))
      return (text) => matches(lowerCased(text))
    }
    case 'wildcard': {
      const matches = compileWordWildcard(value.pattern.map(lowerCasedPart))
      return (text) => matches(lowerCased(text))
    }
    default:
      return compileValueTest(value)
  }
}

function lowerCasedPart(part: PatternPart): PatternPart {
  return part.kind === 'text' ? { kind: 'text', text: part.text.toLowerCase() } : part
}

let lastText = ''
let lastLowerCased = ''

/** Many clauses ask about one message; its lower-case form is worked out once. */
function lowerCased(text: string): string {
  if (text !== lastText) {
    lastLowerCased = text.toLowerCase()
    lastText = text
  }
  return lastLowerCased
}
