import { lstatSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import type { Json } from '../../json/json'
import { findJsonFault } from '../../json/json-fault'
import { isJsonObject } from '../../json/json-object'
import { resourcesBelow, type TerraformResource, terraformResources } from '../../sync/import/terraform-state'
import { diskError } from '../../workspace/disk-error'
import { readText } from '../../workspace/read-text'

/** What `import --from` reads: a state of Terraform, or things that somebody exported. */
export type ImportSource =
  | { readonly kind: 'terraform'; readonly resources: readonly TerraformResource[] }
  | { readonly kind: 'export'; readonly values: readonly Json[] }

/** Reads a JSON file, or all those in a folder. Throws a WorldError for what is no JSON, or not there. */
export function readImportSource(cwd: string, shown: string): ImportSource {
  const path = resolve(cwd, shown)
  const values = jsonFilesAt(path, shown).map((file) => readJson(join(path, file), join(shown, file)))
  const [first] = values
  const resources = values.length === 1 && isJsonObject(first) ? terraformResources(first) : undefined
  return resources ? { kind: 'terraform', resources } : { kind: 'export', values }
}

/** The resources below the addresses that were named, or all. Throws a `usage` WorldError for one that holds nothing. */
export function partOfState(
  resources: readonly TerraformResource[],
  addresses: readonly string[],
): readonly TerraformResource[] {
  if (addresses.length === 0) return resources
  const empty = addresses.filter((address) => resourcesBelow(resources, [address]).length === 0)
  if (empty.length === 0) return resourcesBelow(resources, addresses)
  const some = resources.slice(0, 3).map(({ address }) => address)
  const help =
    some.length > 0 ? `It holds ${some.join(', ')}${resources.length > 3 ? ', …' : ''}.` : 'It holds nothing.'
  throw new WorldError('usage', `the state has no module or resource ${empty.join(', ')}`, help)
}

/** Empty for a file itself. */
function jsonFilesAt(path: string, shown: string): readonly string[] {
  try {
    if (!lstatSync(path).isDirectory()) return ['']
    const names = readdirSync(path).filter((name) => name.endsWith('.json'))
    if (names.length > 0) return names.sort()
  } catch (error) {
    throw diskError(error, 'read', shown)
  }
  throw new WorldError('usage', `${shown} holds no .json file`)
}

function readJson(path: string, shown: string): Json {
  const text = readText(path, shown)
  try {
    return JSON.parse(text) as Json
  } catch {
    const { offset, message } = findJsonFault(text) ?? { offset: 0, message: 'it cannot be read' }
    const before = text.slice(0, offset).split('\n')
    const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`
    const help = text.startsWith('PK')
      ? 'It is a ZIP: unpack it, and name the folder.'
      : 'Name a state file, what terraform show -json prints, or rules as Datadog exports them.'
    throw new WorldError('usage', `${shown}:${place} is not JSON: ${message}`, help)
  }
}
