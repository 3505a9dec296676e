import { isJsonObject } from '../../json/json-object'
import type { Rule, RuleCase } from '../../rule/rule'
import type { Suppression } from '../../suppression/suppression'
import type { Overlay } from '../config'

/** A rule with one overlay laid over it: maps field by field, lists as a whole; then severities and targets of all cases. */
export function ruleUnder(rule: Rule, overlay: Overlay): Rule {
  const { rules, suppressions, severity, notifications, tags, withoutTags, ...fields } = overlay
  const whole = Object.keys(fields).length > 0 ? (laidOver(rule, fields) as Rule) : rule
  return {
    ...whole,
    ...((severity || notifications) && {
      cases: whole.cases.map((each): RuleCase => {
        const status = severity?.[each.status] ?? each.status
        return { ...each, status, ...(notifications && { notifications }) }
      }),
    }),
    ...((tags || withoutTags) && { tags: tagsUnder(rule.tags, tags, withoutTags) }),
  }
}

/** The same for a suppression, whose dates have other names in a file. */
export function suppressionUnder(suppression: Suppression, overlay: Overlay): Suppression {
  const { rules, suppressions, severity, notifications, tags, withoutTags, start, expires, ...fields } = overlay
  const dates = { ...(start !== undefined && { startMs: start }), ...(expires !== undefined && { expiresMs: expires }) }
  return {
    ...(laidOver(suppression, { ...fields, ...dates }) as Suppression),
    ...(typeof fields.ruleQuery === 'string' && { rules: [] }),
    tags: tagsUnder(suppression.tags, tags, withoutTags),
  }
}

type Tags = readonly string[] | undefined

function tagsUnder(before: Tags = [], added: Tags = [], gone: Tags = []): readonly string[] {
  return [...new Set([...before, ...added])].filter((tag) => !gone.includes(tag))
}

function laidOver(value: object, fields: Readonly<Record<string, unknown>>): object {
  const whole: Record<string, unknown> = { ...value }
  for (const [key, over] of Object.entries(fields)) {
    const under = Object.hasOwn(whole, key) ? whole[key] : undefined
    if (over === null) delete whole[key]
    else whole[key] = isJsonObject(over) ? laidOver(isJsonObject(under) ? under : {}, over) : over
  }
  return whole
}
