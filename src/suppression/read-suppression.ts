import { type Finding, findingAt, type Path } from '../diagnostic/diagnostic'
import { isCollection } from '../json/json-object'
import { parseQuery } from '../query/parse-query'
import { trapsOfLogs } from '../query/trap-names'
import { adoptionKeysOf } from '../rule/adoption-keys'
import { envelopeOf } from '../rule/unread/foreign-form'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import { isNameOf } from '../shape/meant-key'
import { isAsImported } from './imported'
import type { Suppression } from './suppression'
import { never, suppressionShape } from './suppression-shape'

/** What a workspace demands of suppressions. */
export interface SuppressionPolicy {
  /** Keys that every suppression must have beyond those that make it one. */
  readonly required: readonly RequirableKey[]
  /** From its start, or from now on where it names none, it may last no longer. */
  readonly maxDurationMs?: number
  /** Whether one that gets wider waits for consent; it does unless this says otherwise. */
  readonly wider?: 'withhold' | 'allow'
}

type RequirableKey = 'owner' | 'reason' | 'expires' | 'start' | 'description'

/** What holds unless the workspace says otherwise. */
const defaultSuppressionPolicy: SuppressionPolicy = { required: ['owner', 'reason', 'expires'] }

const shapeCodes: ShapeCodes = {
  missing: 'S001',
  wrongType: 'S002',
  notAllowed: 'S002',
  unknownKey: 'S003',
  misplaced: 'S003',
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
  const envelope = envelopeOf(document.value)
  if (envelope) return { suppression: undefined, findings: [answerOfApi(envelope.join('.'))] }
  const { value, findings: misfits } = checkShape(suppressionShape, document.value, shapeCodes)
  if (!isCollection(value)) return { suppression: undefined, findings: misfits }
  const written = value as WrittenSuppression
  // A key that was there but did not fit is already told; only one that was never written is missing.
  const raw = document.value as Readonly<Record<string, unknown>>
  const otherNames = new Set(
    misfits.flatMap(({ code, severity, path: [key] }) =>
      code === 'S003' && severity === 'error' ? [String(key)] : [],
    ),
  )
  const isNamed = (key: string) => [...otherNames].some((name) => isNameOf(key, suppressionShape.fields[key], name))
  const present = (key: string) => (Object.hasOwn(raw, key) && raw[key] !== null) || isNamed(key)
  const findings = [
    ...misfits.map(tellsNothingIsKept),
    ...missingByPolicy(policy, written, present),
    ...scopeFindings(written, present),
    ...effectFindings(present),
    ...dateFindings(written, present),
    ...queryFindings(written, filled.value as Readonly<Record<string, unknown>>),
  ]
  if (findings.some(({ severity }) => severity === 'error')) return { suppression: undefined, findings }
  return { suppression: suppressionOf(written), findings }
}

function answerOfApi(where: string): Finding {
  return {
    code: 'S001',
    severity: 'error',
    message: `this is an answer of the API: the suppression stands under ${where}`,
    help: '`ddac import --from FILE.json` makes a file of it; its keys are id, name, rules, suppressionQuery, expires, …',
    path: [where.split('.')[0] ?? ''],
    on: 'key',
  }
}

type WrittenSuppression = Partial<Omit<Suppression, 'startMs' | 'expiresMs' | 'reviewMs' | 'neverExpires'>> & {
  readonly start?: number
  readonly expires?: number | typeof never
  readonly review?: number
}

function suppressionOf(written: WrittenSuppression): Suppression {
  const {
    start,
    expires,
    review,
    imported,
    renewed,
    widened,
    id = '',
    name = '',
    enabled = true,
    rules = [],
    tags = [],
  } = written
  const { ruleQuery, suppressionQuery, dataExclusionQuery, intends, description, owner, reason } = written
  return {
    id,
    ...adoptionKeysOf(written),
    name,
    enabled,
    rules,
    ...(ruleQuery !== undefined && { ruleQuery }),
    ...(suppressionQuery !== undefined && { suppressionQuery }),
    ...(dataExclusionQuery !== undefined && { dataExclusionQuery }),
    ...(intends !== undefined && { intends }),
    ...(start !== undefined && { startMs: start }),
    ...(expires === never ? { neverExpires: true } : expires !== undefined && { expiresMs: expires }),
    ...(review !== undefined && { reviewMs: review }),
    ...(imported !== undefined && { imported }),
    ...(renewed !== undefined && { renewed }),
    ...(widened !== undefined && { widened }),
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { owner }),
    ...(reason !== undefined && { reason }),
    tags,
  }
}

type Present = (key: string) => boolean

/** Datadog's suppressions have a closed set of keys, so an unknown one has nowhere to go. */
function tellsNothingIsKept(finding: Finding): Finding {
  if (finding.code !== 'S003' || !finding.help?.startsWith('it is kept')) return finding
  const known = Object.keys(suppressionShape.fields).join(', ')
  return { ...finding, help: `it is ignored; known keys: ${known}` }
}

/** Words that stand where nobody is named. */
const nobody = new Set(['unknown', 'nobody', 'none', 'n/a', 'tbd', 'todo', '?', '-'])

/** What the workspace demands. Of what was imported and not edited since it is only asked. */
function missingByPolicy({ required }: SuppressionPolicy, written: WrittenSuppression, present: Present): Finding[] {
  const severity = isAsImported(suppressionOf(written)) ? 'warning' : 'error'
  return required.flatMap((key): Finding[] => {
    const isNobody =
      key === 'owner' &&
      nobody.has(
        String(written.owner ?? '')
          .trim()
          .toLowerCase(),
      )
    if (present(key) && !isNobody) return []
    const message = isNobody ? `"${written.owner}" is no owner` : `a suppression needs the key ${key}`
    const help = `${suppressionShape.fields[key]?.about} ddac.yaml can lift this under policy`
    return [{ code: 'S006', severity, message, help, path: isNobody ? ['owner'] : [] }]
  })
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

function dateFindings({ start, expires }: WrittenSuppression, present: Present): Finding[] {
  if (expires === never) {
    if (present('review')) return []
    const help = 'add review: with the day on which somebody looks at it again'
    return [error('S010', ['expires'], 'a suppression that never expires needs a review', help)]
  }
  if (start === undefined || expires === undefined || start < expires) return []
  return [error('S009', ['expires'], 'the suppression expires before it starts', 'it would never act')]
}

function queryFindings(written: WrittenSuppression, filled: Readonly<Record<string, unknown>>): Finding[] {
  const keys = ['ruleQuery', 'suppressionQuery', 'dataExclusionQuery', 'intends'] as const
  return keys.flatMap((key) => {
    if (written[key] === undefined) return []
    const { problems } = parseQuery(String(filled[key]))
    // A check of its own tells of capitals in the tags of signals (S112).
    const isSaidElsewhere = (code: Finding['code']): boolean =>
      key === 'ruleQuery' ? trapsOfLogs.has(code) : key !== 'dataExclusionQuery' && code === 'Q119'
    return problems.filter(({ code }) => !isSaidElsewhere(code)).map((problem) => findingAt([key], problem))
  })
}

function error(code: Finding['code'], path: Path, message: string, help: string, on?: 'key'): Finding {
  return { code, severity: 'error', message, help, path, ...(on && { on }) }
}
