import { unreachable } from '../diagnostic/unreachable'
import type { Json } from '../json/json'
import { isCollection, isList } from '../json/json-object'
import { urlPart } from '../medium/url-part'
import { evaluateExpression } from './evaluate-expression'
import type { ExpressionValue } from './expression'
import { parseReference } from './parse-reference'
import type { BlockTest, Operand, Reference, Template, TemplateView } from './template'
import { datadogDateText, localTimeText } from './times'

/** Fills a template from a signal. Never throws; what has no value renders as nothing. */
export function renderTemplate(template: Template, view: TemplateView): string {
  const parts: string[] = []
  renderInto(parts, template, view)
  return parts.join('')
}

function renderInto(parts: string[], template: Template, view: TemplateView): void {
  for (const node of template) {
    switch (node.kind) {
      case 'text':
        parts.push(node.text)
        break
      case 'value': {
        const text = textOf(node.of, view)
        parts.push(node.escapes ? escapeHtml(text) : text)
        break
      }
      case 'block':
        renderInto(parts, holds(node.test, view) !== node.negated ? node.whenTrue : node.whenFalse, view)
        break
      default:
        unreachable(node)
    }
  }
}

function holds(test: BlockTest, view: TemplateView): boolean {
  switch (test.kind) {
    case 'exists':
      return valuesOf(test.of, view).length > 0
    case 'match': {
      const texts = textsOf(test.of, view)
      // The empty text asks for "not empty" (docs, Monitors > Variables).
      return test.texts.some((wanted) => texts.some((text) => (wanted === '' ? text !== '' : text.includes(wanted))))
    }
    case 'exactMatch': {
      const found = textsOf(test.of, view)
      const texts = found.length === 0 ? [''] : found
      return test.texts.some((wanted) => texts.some((text) => text === wanted || isSameNumber(text, wanted)))
    }
    default:
      return unreachable(test)
  }
}

/** Several values are joined by a comma: documented for tags, in lexicographic order; `assumed` for attributes, as they stand. */
function textOf(operand: Operand, view: TemplateView): string {
  return textsOf(operand, view).join(', ')
}

function textsOf(operand: Operand, view: TemplateView): readonly string[] {
  switch (operand.kind) {
    case 'attribute':
    case 'name':
      return valuesOf(operand, view).map(valueText)
    case 'eval': {
      const value = evaluateExpression(operand.expression, (name) => valueInExpression(name, view))
      return value === undefined ? [] : [typeof value === 'number' ? numberText(value) : String(value)]
    }
    case 'localTime': {
      const timeMs = timeOf(operand.of, view)
      return timeMs === undefined ? [] : [localTimeText(timeMs, operand.zone)]
    }
    case 'urlencode':
      return [urlPart(textOf(operand.of, view))]
    default:
      return unreachable(operand)
  }
}

/** The values under a name. Null and the empty list are no value, as in search. */
function valuesOf(reference: Reference, view: TemplateView): readonly Json[] {
  if (reference.kind === 'attribute') {
    const value = view.attribute(reference.path)
    // `{{@service}}` stands for the tag or reserved field in the docs' own example.
    if (value === undefined) return reference.path.includes('.') ? [] : view.tag(reference.path)
    return (isList(value) ? value : [value]).filter((item) => item !== null)
  }
  const variable = variableOf(reference.name, view)
  return variable === undefined ? view.tag(reference.tagKey).toSorted() : [variable]
}

const times: ReadonlySet<string> = new Set(['timestamp', 'first_seen', 'last_seen'])

function variableOf(name: string, view: TemplateView): string | number | undefined {
  const time = name.endsWith('_epoch') ? name.slice(0, -'_epoch'.length) : undefined
  if (time !== undefined && times.has(time)) return view.variable(time) ?? view.variable(name)
  const value = view.variable(name)
  return typeof value === 'number' && times.has(name) ? datadogDateText(value) : value
}

function valueInExpression(name: string, view: TemplateView): ExpressionValue {
  const reference = parseReference(name, 0).reference
  // Arithmetic on a time means its milliseconds, also without `_epoch` (`assumed`).
  if (reference.kind === 'name' && times.has(name)) return view.variable(name)
  const [value, ...others] = valuesOf(reference, view)
  if (value === undefined || others.length > 0) return undefined
  return typeof value === 'number' || typeof value === 'boolean' ? value : valueText(value)
}

function timeOf(reference: Reference, view: TemplateView): number | undefined {
  const value = timeNamed(reference, view) ?? valuesOf(reference, view)[0]
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return undefined
  const timeMs = /^\d{1,16}$/.test(value) ? Number(value) : Date.parse(value)
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/** The docs' own example of `local_time` asks for `last_triggered_at`: of a signal, the last time (`assumed`). */
function timeNamed(reference: Reference, view: TemplateView): string | number | undefined {
  if (reference.kind !== 'name') return undefined
  if (times.has(reference.name)) return view.variable(reference.name)
  return reference.name === 'last_triggered_at' ? view.variable('last_seen') : undefined
}

/** Objects and lists inside a list are shown as JSON. */
function valueText(value: Json): string {
  if (typeof value === 'string') return value
  if (!isCollection(value)) return String(value)
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    // A value thousands of levels deep exhausts the stack of JSON.stringify.
    return '…'
  }
}

/** Whole numbers in full; fractions to twelve digits, so that 12.345 less 12 is 0.345. */
function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12)))
}

function isSameNumber(a: string, b: string): boolean {
  const decimal = /^-?\d+(?:\.\d+)?$/
  return decimal.test(a) && decimal.test(b) && Number(a) === Number(b)
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#x27;'],
])

/** Double braces escape (docs, Monitors > Variables > Character escape); which characters, is `assumed`: those of HTML. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character)
}
