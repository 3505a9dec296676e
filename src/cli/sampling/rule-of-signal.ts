import type { Draft } from '../../rule/rule'
import { identityTags } from '../../rule/tenant/identity-tags'
import type { RemoteSignal } from '../../wire/decode-signal'
import type { OpenTenant } from '../tenants/open-tenant'

/** The rule of the workspace that a signal is of: by our tag on the signal or on the tenant's rule, else by `adopts`. */
export async function ruleOfSignal(
  signal: RemoteSignal,
  rules: readonly Draft[],
  { remote, config }: Pick<OpenTenant, 'remote' | 'config'>,
): Promise<Draft | undefined> {
  const named = (ids: readonly string[]): Draft | undefined => {
    const wanted = ids.map((id) => id.toLowerCase())
    return rules.find(({ id }) => id !== undefined && wanted.includes(id.toLowerCase()))
  }
  // A signal over signals carries the tags of those, too: then only the rule itself tells which one is its own.
  const { ids } = identityTags(signal.tags)
  const own = ids.length === 1 ? named(ids) : undefined
  if (own !== undefined) return own
  const adopted = rules.find(
    ({ adopts = {} }) => Object.hasOwn(adopts, config.name) && adopts[config.name] === signal.ruleId,
  )
  if (adopted !== undefined) return adopted
  const remoteRule = await remote.getRule(signal.ruleId)
  return remoteRule && named(identityTags(remoteRule.body.tags).ids)
}
