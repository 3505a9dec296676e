import { isJsonObject } from '../json/json-object'
import { caseStatuses } from '../rule/case-status'
import { slugShape } from '../rule/slug'
import type { Fields, ListShape, MapShape, NamedShape, Shape, TextShape } from '../shape/shape'

const text: TextShape = { kind: 'text', nonEmpty: true }
const words: ListShape = { kind: 'list', item: text }

/** Keys that are written for everything at once, or by name: both forms, of which a file uses one. */
export const twoForms: Readonly<
  Record<'notifications' | 'queryExtension', { readonly whole: Shape; readonly named: NamedShape }>
> = {
  notifications: { whole: words, named: { kind: 'named', item: words } },
  queryExtension: { whole: text, named: { kind: 'named', item: text } },
}

const fields: Fields = {
  id: { shape: slugShape, required: true, about: 'Names the override for ever; it travels to the tenant as a tag.' },
  rule: {
    shape: text,
    about: "One default rule: its id in the tenant, Datadog's id for it (def-000-yax), or its exact name.",
  },
  ruleQuery: {
    shape: text,
    about:
      "Many default rules, in the syntax of Datadog's rule search: source:cloudtrail severity:low. It sees them as Datadog ships them.",
  },
  isEnabled: { shape: { kind: 'flag' }, about: 'Whether the rule runs.' },
  severity: {
    shape: { kind: 'named', item: { kind: 'choice', of: caseStatuses } },
    about: "New severities by case, found by its name or by Datadog's severity: high: medium. Others keep Datadog's.",
  },
  notifications: {
    shape: words,
    about: 'Who is told, in place of those told now: a list for all cases, or by case, as in severity.',
  },
  queryExtension: {
    shape: text,
    about: 'What logs must match besides: a query for all queries of the rule, or by the name of the query.',
  },
  tags: { shape: words, about: "Tags beside those that Datadog gave the rule; Datadog's own cannot be removed." },
  name: { shape: text, about: 'The name shown in place of the one that Datadog gave the rule.' },
  message: { shape: text, about: 'The text of signals in place of the one that Datadog wrote.' },
  decreaseCriticalityBasedOnEnv: {
    shape: { kind: 'flag' },
    about: 'Signals from staging, test and development environments are one severity milder.',
  },
  owner: { shape: text, about: 'Who answers for it.' },
  reason: { shape: text, about: 'Why the default is not right here.' },
}

/**
 * What a `*.override.yaml` holds, in the order in which it is printed. Of the keys that have two forms it describes the
 * one in which `value`, the file's data or an override, has them.
 */
export function overrideShape(value?: unknown): MapShape {
  const chosen = Object.entries(twoForms).flatMap(([key, { named }]) => {
    const field = fields[key]
    return field && isJsonObject(value) && isJsonObject(value[key]) ? [[key, { ...field, shape: named }] as const] : []
  })
  return { kind: 'map', what: 'an override', fields: { ...fields, ...Object.fromEntries(chosen) } }
}
