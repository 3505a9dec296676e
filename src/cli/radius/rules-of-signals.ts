import { readRuleObject } from '../../rule/read-rule'
import type { Draft } from '../../rule/rule'
import { identityTags } from '../../rule/tenant/identity-tags'
import type { RemoteRule } from '../../sync/remote'
import type { RemoteSignal } from '../../wire/decode-signal'
import type { OpenTenant } from '../tenants/open-tenant'

/** The rule of a signal. */
export type RuleOfSignal = (signal: RemoteSignal) => Promise<Draft | undefined>

/**
 * Answers the rule of each signal: that of the workspace which it is of by our tag or by `adopts`, else the tenant's own,
 * under the tenant's id. The tenant lists its rules once, when the first signal needs it.
 */
export function rulesOfSignals(
  rules: readonly Draft[],
  { remote, config }: Pick<OpenTenant, 'remote' | 'config'>,
): RuleOfSignal {
  const bySlug = new Map(rules.flatMap((rule) => (rule.id === undefined ? [] : [[rule.id.toLowerCase(), rule]])))
  const named = (ids: readonly string[]): Draft | undefined =>
    ids.length === 1 ? bySlug.get(ids[0]?.toLowerCase() ?? '') : undefined
  const known = new Map<string, Draft | undefined>()
  for (const rule of rules) {
    const adopted = rule.adopts && Object.hasOwn(rule.adopts, config.name) ? rule.adopts[config.name] : undefined
    if (adopted !== undefined) known.set(adopted, rule)
  }
  let listed: Promise<void> | undefined
  const list = async (): Promise<void> => {
    for (const { id, body } of await remote.listRules()) {
      if (!known.has(id)) known.set(id, named(identityTags(body.tags).ids) ?? draftOf(id, body))
    }
  }
  return async ({ ruleId, tags }) => {
    // A signal over signals carries the tags of those, too: then only the rule itself tells which one is its own.
    const own = known.get(ruleId) ?? named(identityTags(tags).ids)
    if (own !== undefined) known.set(ruleId, own)
    else if (!known.has(ruleId)) {
      listed ??= list()
      await listed
      if (!known.has(ruleId)) known.set(ruleId, undefined)
    }
    return known.get(ruleId)
  }
}

/** A rule as the tenant has it, under the tenant's id; undefined where it cannot be read. */
export function draftOf(id: string, body: RemoteRule['body']): Draft | undefined {
  const { id: _, ...rest } = body
  const { draft } = readRuleObject(rest)
  return draft && { ...draft, id }
}
