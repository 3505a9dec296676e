import type { Finding } from '../diagnostic/diagnostic'
import { isJsonObject } from '../json/json-object'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import { isNameOf } from '../shape/meant-key'
import { nearestName } from '../shape/nearest-name'
import type { YamlDocument } from '../yaml/yaml-document'
import { fillGaps } from './fill-gaps'
import { methodOf } from './methods/method-of'
import type { Draft, Rule } from './rule'
import { ruleShape } from './rule-shape'
import { isAboutConfigurations } from './rule-types'
import { isSlug, slugFrom } from './slug'
import { foreignForm } from './unread/foreign-form'

export interface ReadRule {
  /** The rule, if nothing in it is an error. */
  readonly rule: Rule | undefined
  /** What could be read all the same, so that checks can go on and find the rest; absent if the file holds no map. */
  readonly draft: Draft | undefined
  readonly findings: readonly Finding[]
}

const ruleCodes: ShapeCodes = {
  missing: 'R101',
  wrongType: 'R102',
  notAllowed: 'R103',
  unknownKey: 'R104',
  misplaced: 'R110',
  unread: 'R105',
  doubtful: 'R106',
  setByDatadog: 'R107',
  deprecated: 'R108',
}

/**
 * Reads one rule: every key of Datadog's API, durations in seconds, unknown keys kept. A rule pasted from an export
 * works as it is. Mistakes are findings; reading never throws and always goes on to the end.
 */
export function readRule(document: YamlDocument): ReadRule {
  const { value } = document
  if (value === undefined) return { rule: undefined, draft: undefined, findings: [] }
  const read = readRuleObject(value)
  const own = read.draft && hasNoId(value as object) ? idFromFile(document.source.path) : undefined
  if (!read.draft || !own) return read
  return settled({ ...(own.id !== undefined && { id: own.id }), ...read.draft }, [...read.findings, own.finding])
}

/** Reads a rule that is not in a file: the same, but without an id of its own it stays without one. */
export function readRuleObject(value: unknown): ReadRule {
  if (!isJsonObject(value)) {
    return { rule: undefined, draft: undefined, findings: [foreignForm(value) ?? noRule(value)] }
  }
  const foreign = foreignForm(value)
  if (foreign) return { rule: undefined, draft: undefined, findings: [foreign] }
  const checked = checkShape(ruleShape, withoutEmptyLists(value), ruleCodes)
  const read = { isEnabled: true, queries: [], cases: [], ...(fillGaps(ruleShape, checked.value) as WholeRule) }
  const missing = missingParts(read, value)
  const slips = new Set(missing.flatMap(({ code, path: [key] }) => (code === 'R110' ? [key] : [])))
  const found = checked.findings.filter(({ code, path }) => code !== 'R104' || path.length > 1 || !slips.has(path[0]))
  return settled(read, [...found, ...missing])
}

/** What the shape of a rule makes sure of. */
type WholeRule = Pick<Draft, 'name' | 'message' | 'options'> & Partial<Draft>

function settled(draft: Draft, findings: readonly Finding[]): ReadRule {
  const isSound = findings.every(({ severity }) => severity !== 'error')
  // The one place that makes a rule of what was read.
  return { rule: isSound ? (draft as Rule) : undefined, draft, findings }
}

function hasNoId(value: object): boolean {
  return !Object.hasOwn(value, 'id') || (value as Record<string, unknown>).id === null
}

/** Terraform writes `queries: null` and `cases: null` into third-party rules: absent, and not worth a word. */
function withoutEmptyLists(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(value).filter(([key, each]) => each !== null || (key !== 'queries' && key !== 'cases'))
  return Object.fromEntries(entries)
}

/** What only some kinds of rules may lack. */
function missingParts(rule: Draft, value: object): Finding[] {
  if (isAboutConfigurations(rule.type) || methodOf(rule).cases === 'grades') return []
  return (['queries', 'cases'] as const).flatMap((key): Finding[] => {
    if (Object.hasOwn(value, key) && !isEmptyList((value as Record<string, unknown>)[key])) return []
    if (Object.keys(value).some((other) => isNameOf(key, ruleShape.fields[key], other))) return []
    const slip = Object.keys(value).find(
      (other) => !Object.hasOwn(ruleShape.fields, other) && nearestName(other, [key]) === key,
    )
    if (slip !== undefined) {
      const message = `a rule has no key "${slip}"`
      return [{ code: 'R110', severity: 'error', message, help: `did you mean ${key}?`, path: [slip], on: 'key' }]
    }
    const what = key === 'queries' ? 'a query: what should it look for?' : 'a case: when should it raise a signal?'
    return [
      { code: 'R101', severity: 'error', message: `the rule lacks ${what}`, help: `add ${key}: [ … ]`, path: [key] },
    ]
  })
}

function isEmptyList(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

function noRule(value: unknown): Finding {
  const message = value === null ? 'the file is empty' : 'the file does not hold a rule'
  return { code: 'R100', severity: 'error', message, help: 'a rule is a map of keys: id, name, queries, …', path: [] }
}

/** The id of a rule that has none is the name of its file; it must then be known that renaming makes another rule. */
function idFromFile(path: string): { readonly id?: string; readonly finding: Finding } {
  const file = path.split(/[/\\]/).at(-1) ?? ''
  const name = file.replace(/(?:\.rule)?\.(?:ya?ml|json)$/i, '')
  const id = isSlug(name) ? name : slugFrom(name)
  const path_ = ['id']
  if (id === '') {
    const message = 'the rule has no id, and its file name cannot stand in for one'
    return { finding: { code: 'R101', severity: 'error', message, help: 'add id: a-stable-name', path: path_ } }
  }
  const message = `the rule has no id; the name of its file stands in for it: ${id}`
  const help = `add id: ${id}, so that the file can be renamed without making another rule of it`
  return { id, finding: { code: 'R109', severity: 'warning', message, help, path: path_ } }
}
