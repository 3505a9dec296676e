import { sameJson } from '../../json/canonical-json'
import type { JsonObject } from '../../json/json'
import { readRule, readRuleObject } from '../../rule/read-rule'
import type { Draft } from '../../rule/rule'
import { readSuppression } from '../../suppression/read-suppression'
import type { Suppression } from '../../suppression/suppression'
import type { SlugOf } from '../../sync/comparable'
import { adoptedRuleFile, adoptedSuppressionFile, wantedRule, wantedSuppression } from '../../sync/drift/adopted-file'
import type { DriftItem } from '../../sync/drift/drift'
import { withChanges } from '../../sync/tenant-changes/merged-body'
import type { TenantChange } from '../../sync/tenant-changes/tenant-change'
import { canonicalRule } from '../../wire/canonical-rule'
import { encodeSuppression } from '../../wire/encode-suppression'
import type { TenantConfig } from '../../workspace/config'
import { ruleOverlay, suppressionOverlay, type WrittenOverlay } from '../../workspace/overlay/overlay-entry'
import { rulesForTenant, suppressionsForTenant } from '../../workspace/tenant-view'
import type { RuleFile, SuppressionFile, Workspace } from '../../workspace/workspace'
import { readYaml } from '../../yaml/yaml-document'

/** One thing that people changed in a tenant. */
export interface Subject {
  readonly item: DriftItem
  readonly change: Exclude<TenantChange, { readonly kind: 'unknown' }>
  readonly workspace: Workspace
  readonly tenant: TenantConfig
  readonly slugOf: SlugOf
}

interface Trouble {
  readonly trouble: string
}

/** The text of its own file that gives the tenant what people changed there; trouble where the file cannot say it. */
export function inFileOf(
  subject: Subject,
): { readonly file: RuleFile | SuppressionFile; readonly text: string } | Trouble {
  const thing = thingOf(subject)
  if ('trouble' in thing) return thing
  if (thing.kind === 'rule') {
    const { file, seen, wanted } = thing
    const made = adoptedRuleFile(file.document, thing.content, subject.slugOf, seen)
    if ('trouble' in made) return made
    const { rule } = readRule(readYaml({ path: file.document.source.path, text: made.text }))
    const [now] = rule ? rulesForTenant([rule], subject.tenant) : []
    const isSeen = now !== undefined && sameJson(canonicalRule(now), canonicalRule(wanted))
    return isSeen ? { file, text: made.text } : { trouble: hidden(subject.tenant) }
  }
  const { file, seen, wanted } = thing
  const made = adoptedSuppressionFile(file.document, thing.content, subject.slugOf, seen)
  if ('trouble' in made) return made
  const document = readYaml({ path: file.document.source.path, text: made.text })
  const { suppression } = readSuppression(document, { required: [] })
  const [now] = suppression ? suppressionsForTenant([suppression], subject.tenant) : []
  const isSeen = now !== undefined && sameJson(encodeSuppression(now), encodeSuppression(wanted))
  return isSeen ? { file, text: made.text } : { trouble: hidden(subject.tenant) }
}

/** The overlay of the tenant that says the same. */
export function overlayOf(subject: Subject): { readonly entry: WrittenOverlay } | Trouble {
  const thing = thingOf(subject)
  if ('trouble' in thing) return thing
  if (thing.kind === 'rule') return { entry: ruleOverlay(thing.seen, thing.wanted) }
  return { entry: suppressionOverlay(thing.seen, thing.wanted) }
}

type Thing =
  | {
      readonly kind: 'rule'
      readonly file: RuleFile
      readonly seen: Draft
      readonly wanted: Draft
      readonly content: JsonObject
    }
  | {
      readonly kind: 'suppression'
      readonly file: SuppressionFile
      readonly seen: Suppression
      readonly wanted: Suppression
      readonly content: JsonObject
    }

/** What the tenant sees of the file now, and what it shall see. */
function thingOf({ item: { kind, id }, change, workspace, tenant, slugOf }: Subject): Thing | Trouble {
  if (kind === 'rule') {
    const file = workspace.rules.find(({ rule }) => rule?.id === id)
    const [seen] = file?.rule ? rulesForTenant([file.rule], tenant) : []
    if (!file || !seen) return { trouble: 'its file is no longer there' }
    const { content } = change
    const { id: _id, ...view } = seen
    const { draft: wanted } = readRuleObject({ id, ...wantedRule(view, content, slugOf) })
    return wanted ? { kind, file, seen, wanted, content } : { trouble: 'the tenant holds no rule that can be read' }
  }
  const file = workspace.suppressions.find(({ suppression }) => suppression?.id === id)
  const [seen] = file?.suppression ? suppressionsForTenant([file.suppression], tenant) : []
  if (!file || !seen) return { trouble: 'its file is no longer there' }
  // What was asked of the tenant can be less than the file says: of one that has ended no date.
  const content = withChanges({ ...encodeSuppression(seen), tags: [...seen.tags] }, change.wanted, change.content)
  return { kind: 'suppression', file, seen, wanted: wantedSuppression(seen, content, slugOf), content }
}

function hidden({ name }: TenantConfig): string {
  return `overlays of "${name}" lie over what would be written`
}
