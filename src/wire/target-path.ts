import type { Path } from '../diagnostic/diagnostic'
import { isCollection } from '../json/json-object'
import { suppressionShape } from '../suppression/suppression-shape'

/** The tenant's names for the attributes of a suppression, and ours. */
const suppressionKeys: ReadonlyMap<string, string> = new Map(
  Object.entries(suppressionShape.fields).flatMap(([key, { wire }]) => (wire?.as ? [[wire.as, key] as const] : [])),
)

/**
 * Where in a file stands what the tenant's validation names: `schedulingOptions.rrule`, `queries[0].query`, a bare
 * `keepAlive` that stands under `options` (observed), `data.attributes.rule_query`. As much of it as the file has.
 */
export function pathOfTarget(target: string, file: unknown): Path {
  const steps = target.match(/[^.[\]]+/g) ?? []
  const named = steps.slice(steps[0] === 'data' && steps[1] === 'attributes' ? 2 : 0)
  const path = named.map((step) => (/^\d+$/.test(step) ? Number(step) : (suppressionKeys.get(step) ?? step)))
  const nested = ['options', ...path]
  return depthIn(file, nested) > Math.max(1, depthIn(file, path)) ? nested : path
}

/** How many steps of a path the value has. */
function depthIn(value: unknown, path: Path): number {
  let here = value
  for (const [depth, step] of path.entries()) {
    if (!isCollection(here) || !Object.hasOwn(here, step)) return depth
    here = (here as Record<string | number, unknown>)[step]
  }
  return path.length
}
