import type { CompiledRules } from '../detect/compile-rules'
import { missingValue } from '../detect/group-key'
import { scalarText } from '../detect/scalar-text'
import { compilePath } from '../event/attribute-path'
import type { LogEvent } from '../event/log-event'
import type { JsonObject } from '../json/json'
import { isJsonObject, isList } from '../json/json-object'
import type { Draft } from '../rule/rule'
import { compareFields, type FieldKind, kindOfField } from '../suppression/field-kind'

/** A field of a signal on which a suppression can lean. */
export interface SignalField {
  /** As queries write it. */
  readonly field: string
  readonly kind: FieldKind
  /** All values that it has on the signal, each once. */
  readonly values: readonly string[]
  /** Whether the rule groups by it, so that a signal has one value of it. */
  readonly isGrouped: boolean
}

/** A rule whose signals are looked at: what it groups by, and which attributes are surely on its signals. */
export interface SubjectRule {
  readonly rule: Draft
  readonly groupFields: readonly string[]
  readonly isSure: (path: string) => boolean
}

/** What the signals of an evaluated rule have; undefined where the rule is not evaluated. */
export function subjectOf(rule: Draft, { rules }: CompiledRules): SubjectRule | undefined {
  const compiled = rules.find((each) => each.rule === rule)
  return compiled && { rule, groupFields: [...new Set(compiled.groupFields.flat())], isSure: compiled.isOnSignals }
}

/** Longer values are no names. */
const longestValue = 500
/** What tells of the signal itself. */
const ofSignals = new Set(['workflow', 'triggeringRuleCase'])

/**
 * The fields of a signal that are on every signal of its rule, in the order of what they exclude: group-by fields, attributes
 * that are surely there, tags of its logs, service, host and severity.
 */
export function fieldsOfSignal(event: LogEvent, subject: SubjectRule): readonly SignalField[] {
  const { rule } = subject
  const ownTags = new Set((rule.tags ?? []).map((tag) => tag.toLowerCase()))
  const tagKeys = event.tags.flatMap((tag) =>
    tag.includes(':') && !ownTags.has(tag) ? [tag.slice(0, tag.indexOf(':'))] : [],
  )
  const names = new Set([
    ...subject.groupFields,
    ...[...leavesOf(event.attributes, '')].filter((path) => subject.isSure(path)).map((path) => `@${path}`),
    ...tagKeys.filter((key) => key !== 'source'),
    ...(['service', 'host', 'status'] as const),
  ])
  return [...names].sort(compareFields).flatMap((field): SignalField[] => {
    const values = valuesAt(field, event)
    return values.length > 0 && values.every(isName)
      ? [{ field, kind: kindOfField(field), values, isGrouped: subject.groupFields.includes(field) }]
      : []
  })
}

function isName(value: string): boolean {
  return value !== '' && value.length <= longestValue
}

/** Why nothing can be asked of the fields by which a rule groups, in words that follow "because". */
export function whyNotGrouped(event: LogEvent, { groupFields }: SubjectRule): string {
  const [field, ...others] = groupFields
  if (field === undefined) return 'the rule groups by nothing'
  const values = valuesAt(field, event)
  if (values.length === 0) return `it has no ${[field, ...others].join(' and no ')}`
  if (values.length > 1) return `it tells of ${values.length} values of ${field}`
  return isName(values[0] ?? '')
    ? `${field} tells nobody apart`
    : `its ${field} is empty or longer than ${longestValue} characters`
}

/** The texts of all values that a field has, each once; what is missing has none. */
export function valuesAt(field: string, event: LogEvent): readonly string[] {
  const texts = compilePath(field)(event).flatMap((value) => scalarText(value) ?? [])
  return [...new Set(texts)].filter((text) => text !== missingValue)
}

function* leavesOf(object: JsonObject, above: string): Generator<string> {
  for (const [key, value] of Object.entries(object)) {
    if (key.includes('"') || (above === '' && ofSignals.has(key))) continue
    const path = `${above}${key}`
    if (isJsonObject(value)) yield* leavesOf(value, `${path}.`)
    else if (!isList(value) || value.every((each) => !isJsonObject(each) && !isList(each))) yield path
  }
}
