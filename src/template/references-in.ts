import { unreachable } from '../diagnostic/unreachable'
import type { Expression } from './expression'
import { parseReference } from './parse-reference'
import type { Operand, Reference, Template } from './template'

/** Every name that a template asks a value for, in the order of the text. Names inside an `eval` carry no place of their own. */
export function referencesIn(template: Template): readonly Reference[] {
  return template.flatMap((node) => {
    switch (node.kind) {
      case 'text':
        return []
      case 'value':
        return referencesOf(node.of)
      case 'block':
        return [...referencesOf(node.test.of), ...referencesIn(node.whenTrue), ...referencesIn(node.whenFalse)]
      default:
        return unreachable(node)
    }
  })
}

function referencesOf(operand: Operand): readonly Reference[] {
  switch (operand.kind) {
    case 'attribute':
    case 'name':
      return [operand]
    case 'localTime':
    case 'urlencode':
      return [operand.of]
    case 'eval':
      return namesIn(operand.expression).map((name) => parseReference(name, 0).reference)
    default:
      return unreachable(operand)
  }
}

function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return []
    case 'name':
      return [expression.name]
    case 'negative':
      return namesIn(expression.of)
    case 'power':
      return [...namesIn(expression.base), ...namesIn(expression.exponent)]
    case 'chain':
      return [expression.first, ...expression.rest.map(({ operand }) => operand)].flatMap(namesIn)
    case 'call':
      return expression.args.flatMap(namesIn)
    default:
      return unreachable(expression)
  }
}
