import { type Finding, findingAt, type Path } from '../diagnostic/diagnostic'
import { isCollection, isEmptyCollection, isJsonObject } from '../json/json-object'
import { nameOfField } from '../query/field-named'
import { parseQuery } from '../query/parse-query'
import { trapsOfLogs } from '../query/trap-names'
import { clausesIn } from '../query/walk-query'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import { isNameOf } from '../shape/meant-key'
import { parseTemplate } from '../template/parse-template'
import type { Override } from './override'
import { namedKeys, overrideKeys, overrideShape } from './override-shape'

const shapeCodes: ShapeCodes = {
  missing: 'D001',
  wrongType: 'D002',
  notAllowed: 'D002',
  unknownKey: 'D003',
  misplaced: 'D003',
  unread: 'D004',
  doubtful: 'D005',
  setByDatadog: 'D005',
  deprecated: 'D005',
}

/**
 * Reads the plain data of a `*.override.yaml`. The override is given if no finding is an error. Where its texts hold
 * variables, `filled` is the same data with their values: its queries and templates are looked at instead.
 */
export function readOverride(
  document: { readonly value: unknown },
  filled: { readonly value: unknown } = document,
): { readonly override: Override | undefined; readonly findings: readonly Finding[] } {
  // Text that is not YAML is told where it was read.
  if (document.value === undefined) return { override: undefined, findings: [] }
  const shape = overrideShape(document.value)
  const { value, findings: misfits } = checkShape(shape, document.value, shapeCodes)
  if (!isCollection(value)) return { override: undefined, findings: misfits }
  const known = Object.entries(value).filter(([key]) => Object.hasOwn(shape.fields, key))
  const written = Object.fromEntries(known) as Partial<Override>
  // A key that was there but did not fit, or under another name, is already told; only one that was never written is missing.
  const raw = document.value as Readonly<Record<string, unknown>>
  const present = (key: string) =>
    (Object.hasOwn(raw, key) && raw[key] !== null) ||
    Object.keys(raw).some((other) => isNameOf(key, shape.fields[key], other))
  const inForce = filled.value as Readonly<Record<string, unknown>>
  const texts = Object.fromEntries(Object.keys(written).map((key) => [key, inForce[key]])) as Partial<Override>
  const findings = [
    ...misfits.map(tellsWhatMayChange),
    ...scopeFindings(present),
    ...effectFindings(written, present),
    ...ruleQueryFindings(texts),
    ...textFindings(texts),
  ]
  if (findings.some(({ severity }) => severity === 'error')) return { override: undefined, findings }
  return { override: { id: '', ...written }, findings }
}

/** What Datadog does not let one change has nowhere to go, so an unknown key is no newer option: it is ignored. */
function tellsWhatMayChange(finding: Finding): Finding {
  if (finding.code !== 'D003' || finding.severity === 'error' || finding.help?.startsWith('did you mean'))
    return finding
  return { ...finding, help: `it is ignored; of a default rule only these can be changed: ${overrideKeys.join(', ')}` }
}

type Present = (key: string) => boolean

function scopeFindings(present: Present): Finding[] {
  const help = 'rule: the id or the name of one default rule; ruleQuery: a query of the rule search for many of them'
  if (present('rule') && present('ruleQuery')) {
    return [error('D006', ['ruleQuery'], 'rule and ruleQuery both say which default rules are meant', help, 'key')]
  }
  return present('rule') || present('ruleQuery') ? [] : [error('D006', [], 'the override is for no default rule', help)]
}

function effectFindings(written: Partial<Override>, present: Present): Finding[] {
  if (!overrideKeys.some(present)) {
    const help = `add one of ${overrideKeys.join(', ')}`
    return [error('D007', [], 'the override changes nothing', help)]
  }
  return namedKeys
    .filter((key) => isJsonObject(written[key]) && isEmptyCollection(written[key]))
    .map((key) => error('D007', [key], `${key} names nothing that it changes`, 'name a case or a query, or remove it'))
}

/** Rules are searched as Datadog ships them; only whether they run is a state that this very file may change. */
function ruleQueryFindings({ ruleQuery, isEnabled }: Partial<Override>): Finding[] {
  if (ruleQuery === undefined) return []
  const path = ['ruleQuery']
  const { query, problems } = parseQuery(ruleQuery)
  // Rules are searched by names of their own (`ruleId`), which never carry an @.
  const wrong = problems.filter(({ code }) => !trapsOfLogs.has(code)).map((problem) => findingAt(path, problem))
  if (!query || isEnabled === undefined) return wrong
  const turning = clausesIn(query).filter(({ clause }) => nameOfField(clause.field) === 'isEnabled')
  return [
    ...wrong,
    ...turning.map(({ clause }): Finding => {
      const message = 'the override searches for what it changes itself: once it is applied, it may no longer apply'
      const help = 'search by source, tactic, severity or another tag'
      return { ...error('D008', path, message, help), range: { start: clause.start, end: clause.end } }
    }),
  ]
}

function textFindings({ queryExtension, name, message }: Partial<Override>): Finding[] {
  const extensions: readonly (readonly [Path, unknown])[] = isJsonObject(queryExtension)
    ? Object.entries(queryExtension).map(([query, text]) => [['queryExtension', query], text])
    : [[['queryExtension'], queryExtension ?? '']]
  const templates = Object.entries({ name, message })
  return [
    // What is no text is told already.
    ...extensions.flatMap(([path, text]) =>
      typeof text === 'string' ? parseQuery(text).problems.map((problem) => findingAt(path, problem)) : [],
    ),
    ...templates.flatMap(([key, text = '']) =>
      parseTemplate(text).problems.map((problem) => findingAt([key], problem)),
    ),
  ]
}

function error(code: Finding['code'], path: Path, message: string, help: string, on?: 'key'): Finding {
  return { code, severity: 'error', message, help, path, ...(on && { on }) }
}
