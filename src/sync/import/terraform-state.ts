import type { JsonObject } from '../../json/json'
import { objectAt, objectsIn } from '../../json/json-object'
import { asText, textIn } from '../../json/json-text'
import { slugFrom } from '../../rule/slug'

/** One instance of a resource that a state of Terraform holds. */
export interface TerraformResource {
  /** As Terraform writes it: `module.siem.datadog_security_monitoring_rule.root["eu"]`. */
  readonly address: string
  /** The same without the keys of instances, as a `removed` block has to name it. */
  readonly block: string
  readonly type: string
  /** Its name and its key, as the author of the configuration calls it. */
  readonly label: string
  /** Datadog's id of it. */
  readonly remoteId?: string
  /** What the state holds of it, in the words of Terraform. */
  readonly attributes?: JsonObject
}

/**
 * The managed resources of a state file (version 4) or of what `terraform show -json` prints of a state or a plan; of a
 * plan, those that are there before it. Undefined for a value that is none of these. What a state keeps only to delete it
 * later is left out.
 */
export function terraformResources(value: JsonObject): readonly TerraformResource[] | undefined {
  if (typeof value.terraform_version !== 'string' && typeof value.format_version !== 'string') return undefined
  if (value.version === 4) return objectsIn(value.resources).flatMap(ofStateFile)
  const values = objectAt(objectAt(value, 'prior_state') ?? value, 'values')
  if (!values && typeof value.format_version !== 'string') return undefined
  return modulesIn(objectAt(values ?? {}, 'root_module')).flatMap(({ resources }) =>
    objectsIn(resources).flatMap(ofShownState),
  )
}

/** Those below one of the addresses: of a module, of a resource, or of one instance of it. */
export function resourcesBelow(
  resources: readonly TerraformResource[],
  addresses: readonly string[],
): readonly TerraformResource[] {
  const isBelow = (path: string, address: string): boolean =>
    path === address || path.startsWith(`${address}.`) || path.startsWith(`${address}[`)
  return resources.filter(({ address, block }) =>
    addresses.some((asked) => isBelow(address, asked) || isBelow(block, asked)),
  )
}

/** Ids for files, by Datadog's ids: the names that resources have, with their modules before them where two share one. */
export function namesFrom(resources: readonly TerraformResource[]): ReadonlyMap<string, string> {
  const sharers = new Map<string, number>()
  for (const { label } of resources) sharers.set(slugFrom(label), (sharers.get(slugFrom(label)) ?? 0) + 1)
  return new Map(
    resources.flatMap(({ address, type, label, remoteId }) => {
      const modules = address.slice(0, address.lastIndexOf(`${type}.`)).replace(/\bmodule\./g, '')
      const isShared = (sharers.get(slugFrom(label)) ?? 0) > 1
      const name = slugFrom(isShared ? `${modules} ${label}` : label)
      return remoteId === undefined || name === '' ? [] : [[remoteId, name] as const]
    }),
  )
}

function ofStateFile(resource: JsonObject): readonly TerraformResource[] {
  if (resource.mode !== 'managed') return []
  const [type, name] = [textIn(resource.type), textIn(resource.name)]
  const plain = [...(asText(resource.module) ? [textIn(resource.module)] : []), type, name].join('.')
  return objectsIn(resource.instances).flatMap((instance) =>
    instance.deposed === undefined
      ? [made(plain, { type, name }, instance.index_key, objectAt(instance, 'attributes'))]
      : [],
  )
}

function ofShownState(resource: JsonObject): readonly TerraformResource[] {
  if (resource.mode !== 'managed' || resource.deposed_key !== undefined) return []
  const named = { type: textIn(resource.type), name: textIn(resource.name) }
  return [made(textIn(resource.address), named, resource.index, objectAt(resource, 'values'))]
}

function made(
  written: string,
  { type, name }: { readonly type: string; readonly name: string },
  key: unknown,
  attributes: JsonObject | undefined,
): TerraformResource {
  const isKeyed = typeof key === 'string' || typeof key === 'number'
  const end = isKeyed ? `[${JSON.stringify(key)}]` : ''
  const address = written.endsWith(']') || !isKeyed ? written : written + end
  const remoteId = asText(attributes?.id)
  return {
    address,
    block: address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, ''),
    type,
    label: isKeyed ? `${name} ${key}` : name,
    ...(remoteId !== undefined && { remoteId }),
    ...(attributes && { attributes }),
  }
}

function modulesIn(root: JsonObject | undefined): readonly JsonObject[] {
  const found = root ? [root] : []
  for (let next = 0; next < found.length; next++) found.push(...objectsIn(found[next]?.child_modules))
  return found
}
