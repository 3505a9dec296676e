import { isJsonObject } from '../json/json-object'
import { caseStatuses } from '../rule/case-status'
import { slugShape } from '../rule/slug'
import type { Fields, ListShape, MapShape, NamedShape, Shape, TextShape } from '../shape/shape'

const text: TextShape = { kind: 'text', nonEmpty: true }
const words = { kind: 'list', item: text } as const satisfies ListShape

/** Keys that are written for everything at once, or by name: both forms, of which a file uses one. */
export const twoForms: Readonly<
  Record<'notifications' | 'queryExtension', { readonly whole: Shape; readonly named: NamedShape }>
> = {
  notifications: { whole: words, named: { kind: 'named', item: words } },
  queryExtension: { whole: text, named: { kind: 'named', item: text } },
}

/** Which field of a default rule a key changes, and what our tag on the rule calls it: lower-case, as Datadog's tags are. */
interface OverriddenField {
  /** Below `cases` and `queries` it is the field of each of them. */
  readonly path: readonly string[]
  readonly word: string
}

/** What an override can change, each as it is written, and what it changes in the rule. */
export const overridden = {
  isEnabled: {
    shape: { kind: 'flag' },
    about: 'Whether the rule runs.',
    otherNames: ['enabled'],
    wire: { path: ['isEnabled'], word: 'enabled' },
  },
  severity: {
    shape: { kind: 'named', item: { kind: 'choice', of: caseStatuses } },
    about: "New severities by case, found by its name or by Datadog's severity: high: medium. Others keep Datadog's.",
    wire: { path: ['cases', 'customStatus'], word: 'severity' },
  },
  notifications: {
    shape: words,
    about: 'Who is told, in place of those told now: a list for all cases, or by case, as in severity.',
    wire: { path: ['cases', 'notifications'], word: 'notifications' },
  },
  queryExtension: {
    shape: text,
    about: 'What logs must match besides: a query for all queries of the rule, or by the name of the query.',
    wire: { path: ['queries', 'customQueryExtension'], word: 'query' },
  },
  tags: {
    shape: words,
    about: "Tags beside those that Datadog gave the rule; Datadog's own cannot be removed.",
    wire: { path: ['tags'], word: 'tags' },
  },
  name: {
    shape: text,
    about: 'The name shown in place of the one that Datadog gave the rule.',
    wire: { path: ['customName'], word: 'name' },
  },
  message: {
    shape: text,
    about: 'The text of signals in place of the one that Datadog wrote.',
    wire: { path: ['customMessage'], word: 'message' },
  },
  decreaseCriticalityBasedOnEnv: {
    shape: { kind: 'flag' },
    about: 'Signals from staging, test and development environments are one severity milder.',
    wire: { path: ['options', 'decreaseCriticalityBasedOnEnv'], word: 'environment' },
  },
} as const satisfies Fields<OverriddenField>

export type OverrideKey = keyof typeof overridden

/** What an override can change, in the order in which a file says it. */
export const overrideKeys = Object.keys(overridden) as readonly OverrideKey[]

/** The keys that can say something else for each case or query, called by name. */
export const namedKeys = overrideKeys.filter((key) => ['cases', 'queries'].includes(overridden[key].wire.path[0]))

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
  tenants: {
    shape: words,
    about:
      'The tenants of ddac.yaml to which it goes: [prod]. All of them without the key; folders of ddac.yaml can say it too.',
  },
  ...overridden,
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
