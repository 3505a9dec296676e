import { type Finding, findingAt, type Path } from '../diagnostic/diagnostic'
import { isCollection } from '../json/json-object'
import { parseQuery } from '../query/parse-query'
import { trapsOfLogs } from '../query/trap-names'
import { adoptionKeysOf } from '../rule/adoption-keys'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import type { Suppression } from './suppression'
import { suppressionShape } from './suppression-shape'

export interface SuppressionPolicy {
  /** Keys that every suppression must have beyond those that make it one. */
  readonly required: readonly RequirableKey[]
}

type RequirableKey = 'owner' | 'reason' | 'expires' | 'start' | 'description'

/** What holds unless the workspace says otherwise. */
const defaultSuppressionPolicy: SuppressionPolicy = { required: ['owner', 'reason', 'expires'] }

const shapeCodes: ShapeCodes = {
  missing: 'S001',
  wrongType: 'S002',
  notAllowed: 'S002',
  unknownKey: 'S003',
  unread: 'S004',
  doubtful: 'S005',
  setByDatadog: 'S005',
  deprecated: 'S005',
}

/**
 * Reads the plain data of a `*.suppression.yaml`. The suppression is given if no finding is an error. Where its texts hold
 * variables, `filled` is the same data with their values: its queries are looked at instead.
 */
export function readSuppression(
  document: { readonly value: unknown },
  policy: SuppressionPolicy = defaultSuppressionPolicy,
  filled: { readonly value: unknown } = document,
): { readonly suppression: Suppression | undefined; readonly findings: readonly Finding[] } {
  // Text that is not YAML is told where it was read.
  if (document.value === undefined) return { suppression: undefined, findings: [] }
  const { value, findings: misfits } = checkShape(suppressionShape, document.value, shapeCodes)
  if (!isCollection(value)) return { suppression: undefined, findings: misfits }
  const written = value as WrittenSuppression
  // A key that was there but did not fit is already told; only one that was never written is missing.
  const raw = document.value as Readonly<Record<string, unknown>>
  const present = (key: string) => Object.hasOwn(raw, key) && raw[key] !== null
  const findings = [
    ...misfits.map(tellsNothingIsKept),
    ...missingByPolicy(policy, present),
    ...scopeFindings(written, present),
    ...effectFindings(present),
    ...dateFindings(written),
    ...queryFindings(written, filled.value as Readonly<Record<string, unknown>>),
  ]
  if (findings.some(({ severity }) => severity === 'error')) return { suppression: undefined, findings }
  return { suppression: suppressionOf(written), findings }
}

type WrittenSuppression = Partial<Omit<Suppression, 'startMs' | 'expiresMs'>> & {
  readonly start?: number
  readonly expires?: number
}

function suppressionOf(written: WrittenSuppression): Suppression {
  const { start, expires, id = '', name = '', enabled = true, rules = [], tags = [] } = written
  const { ruleQuery, suppressionQuery, dataExclusionQuery, description, owner, reason } = written
  return {
    id,
    ...adoptionKeysOf(written),
    name,
    enabled,
    rules,
    ...(ruleQuery !== undefined && { ruleQuery }),
    ...(suppressionQuery !== undefined && { suppressionQuery }),
    ...(dataExclusionQuery !== undefined && { dataExclusionQuery }),
    ...(start !== undefined && { startMs: start }),
    ...(expires !== undefined && { expiresMs: expires }),
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { owner }),
    ...(reason !== undefined && { reason }),
    tags,
  }
}

type Present = (key: string) => boolean

/** Datadog's suppressions have a closed set of keys, so an unknown one has nowhere to go. */
function tellsNothingIsKept(finding: Finding): Finding {
  if (finding.code !== 'S003' || finding.help?.startsWith('did you mean')) return finding
  const known = Object.keys(suppressionShape.fields).join(', ')
  return { ...finding, help: `it is ignored; known keys: ${known}` }
}

function missingByPolicy({ required }: SuppressionPolicy, present: Present): Finding[] {
  return required
    .filter((key) => !present(key))
    .map((key) => ({
      code: 'S006',
      severity: 'error',
      message: `a suppression needs the key ${key}`,
      help: `${suppressionShape.fields[key]?.about} ddac.yaml can lift this under policy`,
      path: [],
    }))
}

function scopeFindings({ rules }: WrittenSuppression, present: Present): Finding[] {
  if (present('rules') && present('ruleQuery')) {
    const help = 'keep one of the two; a ruleQuery can name several rules with OR'
    return [error('S007', ['ruleQuery'], 'rules and ruleQuery both say which rules are meant', help, 'key')]
  }
  const isEmpty = !present('rules') && !present('ruleQuery')
  if (isEmpty || rules?.length === 0) {
    const help = 'rules: a list of rule ids or tags; ruleQuery: a query of the rule search'
    return [error('S007', isEmpty ? [] : ['rules'], 'the suppression is for no rule', help)]
  }
  return []
}

function effectFindings(present: Present): Finding[] {
  if (present('suppressionQuery') || present('dataExclusionQuery')) return []
  const help = 'suppressionQuery hides signals that match, dataExclusionQuery ignores logs that match'
  return [error('S008', [], 'the suppression has neither a suppressionQuery nor a dataExclusionQuery', help)]
}

function dateFindings({ start, expires }: WrittenSuppression): Finding[] {
  if (start === undefined || expires === undefined || start < expires) return []
  return [error('S009', ['expires'], 'the suppression expires before it starts', 'it would never act')]
}

function queryFindings(written: WrittenSuppression, filled: Readonly<Record<string, unknown>>): Finding[] {
  const keys = ['ruleQuery', 'suppressionQuery', 'dataExclusionQuery'] as const
  return keys.flatMap((key) => {
    if (written[key] === undefined) return []
    const { problems } = parseQuery(String(filled[key]))
    // A check of its own tells of capitals in the tags of signals (S112).
    const isSaidElsewhere = (code: Finding['code']): boolean =>
      key === 'ruleQuery' ? trapsOfLogs.has(code) : key === 'suppressionQuery' && code === 'Q119'
    return problems.filter(({ code }) => !isSaidElsewhere(code)).map((problem) => findingAt([key], problem))
  })
}

function error(code: Finding['code'], path: Path, message: string, help: string, on?: 'key'): Finding {
  return { code, severity: 'error', message, help, path, ...(on && { on }) }
}
