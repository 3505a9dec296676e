import { flagOf, pathOf, textOf } from '../definition-values'
import { attributesIn, numberFor, parseFormula } from '../formula'
import type { ProcessorKind } from '../processor-kind'
import { isReplaceMissing, target } from '../shape-parts'

/**
 * Writes the result of a formula over attributes (docs, Processors > Arithmetic processor). Texts that are numbers count
 * as such; one that is missing, or no number, skips it all, or is 0 with `is_replace_missing`.
 */
export const arithmeticProcessor: ProcessorKind = {
  type: 'arithmetic-processor',
  fields: {
    expression: {
      shape: { kind: 'text', nonEmpty: true },
      required: true,
      about: 'A formula of attributes, numbers, + - * / and parentheses; a minus has blanks around it.',
    },
    target,
    is_replace_missing: isReplaceMissing,
  },
  compile: (definition, { tell, touches }) => {
    const { formula, problem } = parseFormula(textOf(definition, 'expression'))
    if (problem !== undefined) {
      const { start, end, message } = problem
      const help = 'attributes, numbers, + - * / and parentheses; a minus has blanks around it'
      tell({ code: 'G008', severity: 'error', message, help, path: ['expression'], range: { start, end } })
    }
    if (formula === undefined) return () => {}
    const to = pathOf(definition, 'target')
    const replaces = flagOf(definition, 'is_replace_missing')
    touches(attributesIn(formula), [to])
    return (log) => {
      const result = formula((path) => numberFor(log.at.read(path)) ?? (replaces ? 0 : Number.NaN))
      if (Number.isFinite(result)) log.at.write(to, rounded(result))
    }
  },
}

/** Nine decimals are kept (docs). */
function rounded(value: number): number {
  const nine = Math.round(value * 1e9) / 1e9
  return Number.isInteger(value) || !Number.isFinite(nine) ? value : nine
}
