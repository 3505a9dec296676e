import { WorldError } from '../../diagnostic/world-error'
import type { Json, JsonObject } from '../../json/json'
import { listIn, objectAt } from '../../json/json-object'
import type { Draft } from '../../rule/rule'
import { ruleShape } from '../../rule/rule-shape'
import { usualType } from '../../rule/rule-types'
import { readsSignals } from '../../rule/signals-read'
import { encodeRule } from '../../wire/encode-rule'

/** Which logs a job looks at. */
export interface JobStretch {
  /** Both ends are within (assumed). */
  readonly fromMs: number
  readonly toMs: number
  /** The index of the tenant. */
  readonly index: string
}

/** What a job is sent, and what of the rule it does not do, in words. */
export interface JobDefinition {
  readonly definition: JsonObject
  readonly leftOut: readonly string[]
}

/** What a job does without, and no signal is other for it. */
const needless: ReadonlySet<string> = new Set(['isEnabled', 'hasExtendedTitle', '$schema'])
/** What of a rule a job does not know (API reference, Run a historical job). */
const notOfJobs: ReadonlySet<string> = new Set([
  'filters',
  'schedulingOptions',
  'complianceSignalOptions',
  'customName',
  'customMessage',
  'datasetIds',
  'queryLanguage',
])

/** More queries or cases than this a job does not take (API reference). */
const most = 10

/** The job that runs a rule over past logs. Throws a `usage` WorldError for a rule of which a job would make something else. */
export function jobDefinition(rule: Draft, { fromMs, toMs, index }: JobStretch): JobDefinition {
  const reason = reasonAgainst(rule)
  if (reason !== undefined) {
    throw new WorldError(
      'usage',
      `a historical job does not take the rule ${rule.id ?? rule.name}: ${reason}`,
      'ddac eval --tenant-logs evaluates it here, on the logs of the tenant.',
    )
  }
  const { id: _id, ...nameless } = rule
  const body = encodeRule(nameless)
  const options: JsonObject = objectAt(body, 'options') ?? {}
  const { decreaseCriticalityBasedOnEnv, ...kept } = options
  const isTaken = (key: string): boolean => Object.hasOwn(ruleShape.fields, key) && !notOfJobs.has(key)
  const named = Object.entries(body).filter(([key]) => !needless.has(key))
  const fields = named.filter(([key]) => isTaken(key))
  const others = named.flatMap(([key, value]) => (isTaken(key) || isEmpty(value) ? [] : key))
  return {
    definition: {
      type: usualType,
      tags: [],
      ...Object.fromEntries(fields),
      options: kept,
      from: fromMs,
      to: toMs,
      index,
    },
    leftOut: [
      ...(decreaseCriticalityBasedOnEnv === true ? ['no severity is lowered for logs of test environments'] : []),
      ...others.map((key) => `what its key ${key} asks`),
    ],
  }
}

function reasonAgainst(rule: Draft): string | undefined {
  const { type, filters, schedulingOptions, queries, cases } = rule
  if (type !== undefined && type !== '' && type !== usualType) return `it is of the type ${type}`
  if (readsSignals(rule)) return 'it looks at signals of other rules'
  if (schedulingOptions) return 'it runs at set times'
  if (listIn(filters).length > 0) return 'it has legacy filters (filters:)'
  if (queries.length > most) return `it has ${queries.length} queries, and a job takes ${most}`
  if (cases.length > most) return `it has ${cases.length} cases, and a job takes ${most}`
  return undefined
}

/** What asks for nothing: null, or an empty text or list. */
function isEmpty(value: Json | undefined): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
