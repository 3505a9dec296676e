import { dayText, isoTime } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import { textIn } from '../../json/json-text'
import type { Draft } from '../../rule/rule'
import { rulesUnder } from '../../suppression/scopes'
import type { Suppression } from '../../suppression/suppression'
import type { HiddenLately, ImportedFile } from '../../sync/import/import-files'
import type { PartedImport } from '../../sync/import/terraform-parting'
import type { TenantState } from '../../sync/tenant-state'
import { decodeSuppression } from '../../wire/decode-suppression'
import type { CliContext } from '../context'
import { latelyInTenant, usualStretchMs } from '../radius/lately-in-tenant'
import { draftOf } from '../radius/rules-of-signals'
import type { OpenTenant } from '../tenants/open-tenant'

/**
 * The same import with its suppressions in the order of what they hide: by how many of the tenant's signals of the last 30
 * days each finds, then by how many rules it is for, then by name. Where the key may not read signals, by rules and name.
 */
export async function byWhatTheyHide(
  result: PartedImport,
  actual: TenantState,
  tenant: OpenTenant,
  context: CliContext,
): Promise<PartedImport> {
  const found = result.files.filter(({ kind }) => kind === 'suppression')
  if (found.length === 0) return result
  const rules = actual.rules.flatMap(({ id, body }) => draftOf(id, body) ?? [])
  const asked = suppressionsIn(actual)
  const inScope = rulesUnder(rules)
  const nowMs = context.now()
  const ruleById = new Map(rules.map((rule) => [rule.id, rule]))
  const ruleOf = async ({ ruleId }: { readonly ruleId: string }): Promise<Draft | undefined> => ruleById.get(ruleId)
  const wanted = found.flatMap(({ remoteId }) => asked.get(remoteId) ?? [])
  const stretch = { fromMs: nowMs - usualStretchMs, toMs: nowMs }
  const outcome = await latelyInTenant(wanted, ruleOf, stretch, tenant, context).catch((error: unknown) => {
    if (error instanceof WorldError && error.code === 'forbidden')
      return { kind: 'notAsked' as const, why: error.message }
    throw error
  })
  const told = found.map((file): ImportedFile & { readonly hides: HiddenLately } => {
    const one = asked.get(file.remoteId)
    const lately = outcome.kind === 'asked' && one ? outcome.of.get(one) : undefined
    const { signals, matching, lastMs } = lately ?? {}
    return {
      ...file,
      hides: {
        rules: one ? inScope(one).length : 0,
        ...(signals !== undefined && { signals }),
        ...(matching !== undefined && { matching }),
        ...(lastMs !== undefined && { last: isoTime(lastMs) }),
      },
    }
  })
  told.sort(
    (left, right) =>
      (right.hides.matching ?? 0) - (left.hides.matching ?? 0) ||
      right.hides.rules - left.hides.rules ||
      (left.name < right.name ? -1 : 1),
  )
  const looked =
    outcome.kind === 'asked'
      ? { asked: true as const, signals: outcome.signals, since: dayText(outcome.fromMs), isCut: outcome.isCut }
      : { asked: false as const, why: outcome.why }
  return { ...result, files: [...result.files.filter(({ kind }) => kind !== 'suppression'), ...told], looked }
}

/** The suppressions of a tenant, by its ids, for its own rules as they are. */
function suppressionsIn({ suppressions }: TenantState): ReadonlyMap<string, Suppression> {
  return new Map(
    suppressions.map(({ id, attributes }) => {
      const { ruleQuery: _, ...rest } = decodeSuppression(attributes)
      return [id, { ...rest, id, rules: [], ruleQuery: textIn(attributes.rule_query) }]
    }),
  )
}
