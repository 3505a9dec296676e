import type { Path } from '../../diagnostic/diagnostic'
import { isCollection } from '../../json/json-object'
import { idTag } from '../../rule/tenant/identity-tags'

/** What has an id that other files can name. */
export type NamedKind = 'rule' | 'suppression' | 'override'

/** A place that names something by its id, and what it says once that has another. */
export interface Reference {
  readonly path: Path
  readonly text: string
}

/**
 * Where the data of a file names something by its id, as the keys of all our files do: `*` stands for any step. The tag
 * `ddac:<id>` of a rule or an override is found in every query, too.
 */
const places: Readonly<Record<NamedKind, readonly string[]>> = {
  rule: [
    'rules.*', // of a suppression, and of a test
    'rule', // of a test
    'rule.*',
    'queries.*.ruleId',
    'tests.*.expect.signals.*.rule',
    'tenants.*.overlays.*.rules.*',
  ],
  suppression: [
    'suppression',
    'suppressions.*',
    'tests.*.suppressions.*',
    'tests.*.expect.signals.*.suppressedBy.*',
    'tenants.*.overlays.*.suppressions.*',
  ],
  // The id of an override is a tag of the default rules that it is for.
  override: ['rules.*'],
}

const queryKeys = new Set([
  'query',
  'ruleQuery',
  'suppressionQuery',
  'dataExclusionQuery',
  'intends',
  'queryExtension',
  'rules',
])

/**
 * All places of a file's data that name `id`, and what they say once it is `next`. A key that only looks like one, such as
 * the `rule` of an override, must be told apart by the caller.
 */
export function referencesTo(kind: NamedKind, id: string, next: string, value: unknown): readonly Reference[] {
  const found: Reference[] = []
  const tag = kind === 'suppression' ? undefined : tagIn(id)
  const work: { readonly value: unknown; readonly path: Path }[] = [{ value, path: [] }]
  for (let here = work.pop(); here; here = work.pop()) {
    const { path } = here
    if (typeof here.value === 'string') {
      if (here.value === id && places[kind].some((place) => isAt(path, place))) found.push({ path, text: next })
      else if (tag?.test(here.value) && path.some((step) => queryKeys.has(String(step)))) {
        found.push({ path, text: here.value.replace(tag, idTag(next)) })
      }
    } else if (isCollection(here.value)) {
      const entries = Array.isArray(here.value) ? [...here.value.entries()] : Object.entries(here.value)
      for (const [key, inner] of entries.reverse()) work.push({ value: inner, path: [...path, key] })
    }
  }
  return found
}

function tagIn(id: string): RegExp {
  return new RegExp(`(?<![\\w:-])${idTag(id)}(?![\\w-])`, 'g')
}

function isAt(path: Path, place: string): boolean {
  const steps = place.split('.')
  return steps.length === path.length && steps.every((step, index) => step === '*' || step === path[index])
}
