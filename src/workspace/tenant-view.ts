import type { Finding, Path } from '../diagnostic/diagnostic'
import type { TextRange } from '../diagnostic/span'
import { isCollection } from '../json/json-object'
import { valueAt } from '../json/value-at-path'
import type { Override } from '../override/override'
import type { Draft, Rule } from '../rule/rule'
import { isNamedBy } from '../suppression/rule-as-event'
import type { Suppression } from '../suppression/suppression'
import type { Overlay, TenantConfig, WorkspaceConfig } from './config'
import { ruleUnder, suppressionUnder } from './overlay/lay-overlay'

const variable = /\$\{tenant\.([A-Za-z0-9_-]+)\}/g

/** The rules of git as one tenant shall have them: its variables filled in, its overlays laid over them. */
export function rulesForTenant(rules: readonly Rule[], tenant: TenantConfig): readonly Rule[] {
  return rules.map((rule) =>
    tenant.overlays.filter((overlay) => isForRule(overlay, rule)).reduce(ruleUnder, filled(rule, tenant)),
  )
}

function isForRule({ rules, suppressions }: Overlay, rule: Draft): boolean {
  return suppressions === undefined && (rules === undefined || rules.some((scope) => isNamedBy(scope, rule)))
}

/** Whether an overlay is for a suppression. */
export function isForSuppression({ suppressions }: Overlay, { id, tags }: Suppression): boolean {
  return suppressions?.some((scope) => scope === id || tags.includes(scope)) === true
}

/** The tenant whose variables stand in where no tenant is asked for: the default one, else the first. */
export function usualTenant({ tenants, defaultTenant }: WorkspaceConfig): TenantConfig | undefined {
  const [first] = tenants.values()
  return defaultTenant === undefined ? first : tenants.get(defaultTenant)
}

/** A value with the variables of one tenant filled into each of its texts. */
export function fillVariables<Value>(value: Value, tenant: TenantConfig | undefined): Value {
  return tenant ? filled(value, tenant) : value
}

/**
 * Leads a finding about filled content back to what stands in the file: its range, which counts the signs of the filled
 * text, becomes one of the text with variables. A place inside of a variable's value is the whole variable.
 */
export function asWritten(finding: Finding, written: unknown, tenant: TenantConfig | undefined): Finding {
  const text = valueAt(written, finding.path)
  if (!tenant || !finding.range || typeof text !== 'string') return finding
  let { start, end } = finding.range
  for (const { index, 0: whole, 1: name = '' } of text.matchAll(variable)) {
    const value = tenant.variables.get(name) ?? whole
    const surplus = whole.length - value.length
    // Both counts are now right up to this variable, so that its value begins at `index` in them.
    if (start >= index + value.length) start += surplus
    else if (start > index) start = index
    if (end > index) end = end >= index + value.length ? end + surplus : index + whole.length
  }
  return { ...finding, range: { start, end: Math.max(start, end) } }
}

/** The suppressions of git as one tenant shall have them. */
export function suppressionsForTenant(
  suppressions: readonly Suppression[],
  tenant: TenantConfig,
): readonly Suppression[] {
  return suppressions.map((suppression) =>
    tenant.overlays
      .filter((overlay) => isForSuppression(overlay, suppression))
      .reduce(suppressionUnder, filled(suppression, tenant)),
  )
}

/** The overrides of git with the variables of one tenant filled in. */
export function overridesForTenant(overrides: readonly Override[], tenant: TenantConfig): readonly Override[] {
  return overrides.map((override) => filled(override, tenant))
}

/** A variable in a text that some tenants lack. */
export interface UnknownVariable {
  readonly path: Path
  readonly range: TextRange
  readonly name: string
  readonly lackedBy: readonly string[]
}

/** Finds `${tenant.NAME}` in the texts of a document where a tenant has no such variable. */
export function unknownVariables(value: unknown, tenants: readonly TenantConfig[]): readonly UnknownVariable[] {
  const found: UnknownVariable[] = []
  const work: { value: unknown; path: Path }[] = [{ value, path: [] }]
  for (let next = work.pop(); next; next = work.pop()) {
    const { value: each, path } = next
    if (typeof each === 'string') {
      for (const match of each.matchAll(variable)) {
        const name = match[1] ?? ''
        const lackedBy = tenants.filter(({ variables }) => !variables.has(name)).map((tenant) => tenant.name)
        const range = { start: match.index, end: match.index + match[0].length }
        if (lackedBy.length > 0) found.push({ path, range, name, lackedBy })
      }
    } else if (isCollection(each)) {
      const entries = Array.isArray(each) ? [...each.entries()] : Object.entries(each)
      for (const [key, inner] of entries.reverse()) work.push({ value: inner, path: [...path, key] })
    }
  }
  return found
}

/** The same object for the same value and variables, and what uses no variable stays as it is: it is read once. */
function filled<Value>(value: Value, { variables }: TenantConfig): Value {
  const known = filledBy.get(variables) ?? new WeakMap<object, unknown>()
  filledBy.set(variables, known)
  const fill = (text: string): string => text.replace(variable, (whole, name) => variables.get(name) ?? whole)
  if (!isCollection(value)) return fillAll(value, fill) as Value
  const whole = known.get(value) ?? fillAll(value, fill)
  known.set(value, whole)
  return whole as Value
}

const filledBy = new WeakMap<TenantConfig['variables'], WeakMap<object, unknown>>()

function fillAll(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return value.includes('${tenant.') ? fill(value) : value
  if (Array.isArray(value)) {
    const items = value.map((item) => fillAll(item, fill))
    return items.some((item, at) => item !== value[at]) ? items : value
  }
  if (!isCollection(value)) return value
  const entries = Object.entries(value).map(([key, each]) => [key, each, fillAll(each, fill)] as const)
  return entries.some(([, each, whole]) => whole !== each)
    ? Object.fromEntries(entries.map(([key, , whole]) => [key, whole]))
    : value
}
