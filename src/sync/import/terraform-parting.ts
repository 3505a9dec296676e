import type { ImportResult, NotImported } from './import-files'
import type { TerraformResource } from './terraform-state'

/** What has to become of a part of a state of Terraform once git manages what was in it. */
export interface TerraformParting {
  /** Resources that git has now, every instance of them: `removed` blocks let Terraform forget them. */
  readonly removed: readonly string[]
  /** Instances that git has now, of resources that keep others: only `terraform state rm` takes single ones. */
  readonly single: readonly string[]
  /** What stays with Terraform, and why. */
  readonly stays: readonly { readonly address: string; readonly type: string; readonly reason: string }[]
}

/** An import, and where it began with a state of Terraform, what becomes of that. */
export interface PartedImport extends ImportResult {
  readonly terraform?: TerraformParting
}

/** The types whose things are imported. */
const importable = [
  'datadog_security_monitoring_rule',
  'datadog_security_monitoring_rule_json',
  'datadog_security_monitoring_suppression',
]

const otherReasons: Readonly<Record<string, string>> = {
  datadog_security_monitoring_default_rule: 'a rule of Datadog, which an *.override.yaml changes',
}

/** The resources of a part of a state that may be imported. */
export function importableOf(part: readonly TerraformResource[]): readonly TerraformResource[] {
  return part.filter(({ type, remoteId }) => importable.includes(type) && remoteId !== undefined)
}

/** Sorts a part of a state, which is `all` of it or less, by whether git has its things after an import. */
export function partFrom(
  part: readonly TerraformResource[],
  all: readonly TerraformResource[],
  { files, skipped, troubles, provided, notFound }: ImportResult,
): TerraformParting {
  const inGit = new Set([...files, ...skipped.filter(({ path }) => path !== undefined)].map(({ remoteId }) => remoteId))
  const reasons = new Map<string, string>([
    ...[...skipped, ...troubles, ...provided].map(({ remoteId, reason }: NotImported) => [remoteId, reason] as const),
    ...notFound.map((id) => [id, `the tenant has nothing with its id ${id}`] as const),
  ])
  const isInGit = ({ type, remoteId = '' }: TerraformResource): boolean =>
    importable.includes(type) && inGit.has(remoteId)
  const moved = part.filter(isInGit)
  const movedAddresses = new Set(moved.map(({ address }) => address))
  const kept = new Set(all.filter(({ address }) => !movedAddresses.has(address)).map(({ block }) => block))
  // Names of Terraform are made of these signs; what is not is no name to put into a configuration.
  const isWhole = (block: string): boolean => !kept.has(block) && /^[\w.-]+$/.test(block)
  return {
    removed: [...new Set(moved.map(({ block }) => block))].filter(isWhole),
    single: moved.filter(({ block }) => !isWhole(block)).map(({ address }) => address),
    stays: part
      .filter((one) => !isInGit(one))
      .map(({ address, type, remoteId = '' }) => {
        const reason = importable.includes(type) ? reasons.get(remoteId) : otherReasons[type]
        return { address, type, reason: reason ?? `ddac does not manage ${type}` }
      }),
  }
}
