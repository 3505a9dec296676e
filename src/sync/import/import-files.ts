import type { JsonObject } from '../../json/json'
import { listIn } from '../../json/json-object'
import type { AdoptionKeys } from '../../rule/adoption-keys'
import { printRule } from '../../rule/print-rule'
import { readRule } from '../../rule/read-rule'
import { orderByReference } from '../../rule/reference-order'
import { fileStem, slugFrom } from '../../rule/slug'
import type { Ownership } from '../../rule/tenant/ownership'
import { contentOf } from '../../suppression/imported'
import { namesWho } from '../../suppression/names-who'
import { printSuppression } from '../../suppression/print-suppression'
import { readSuppression, type SuppressionPolicy } from '../../suppression/read-suppression'
import { decodeRule } from '../../wire/decode-rule'
import { decodeSuppression } from '../../wire/decode-suppression'
import { encodeRule } from '../../wire/encode-rule'
import { encodeSuppression } from '../../wire/encode-suppression'
import { readYaml } from '../../yaml/yaml-document'
import { compareRule, compareSuppression, mapReferences, referencesOf, type SlugOf } from '../comparable'
import { type Held, sortRules, sortSuppressions } from '../managed'
import { ownersText } from '../plan/identity-problems'
import type { Kind } from '../plan/plan'
import { scopeBySlug } from '../scope-references'
import type { TenantState } from '../tenant-state'
import { type ExistingFile, type Naming, nameImports } from './import-names'
import type { Selected } from './select-remote'

/** A file to be written into the workspace. */
export interface ImportedFile {
  readonly kind: ExistingFile['kind']
  readonly id: string
  readonly name: string
  readonly remoteId: string
  /** From the root of the workspace, with `/`. */
  readonly path: string
  readonly text: string
  /** What the team has to add before the file satisfies the workspace's own policy. */
  readonly notes: readonly string[]
  /** Only of a suppression of a tenant that was asked. */
  readonly hides?: HiddenLately
}

/** What a suppression is for in its tenant, and what the tenant's signals tell of it; nothing of one that takes logs away. */
export interface HiddenLately {
  /** Rules of the tenant in its scope. */
  readonly rules: number
  /** Signals of these rules that the tenant shows, and those of these that its query finds. */
  readonly signals?: number
  readonly matching?: number
  /** When the latest of these was first seen. */
  readonly last?: string
}

/** Which signals of a tenant told what its suppressions hide, or why none did. */
export type LookedAt =
  | { readonly asked: true; readonly signals: number; readonly since: string; readonly isCut: boolean }
  | { readonly asked: false; readonly why: string }

/** Something that was asked for and is not imported, with the reason. */
export interface NotImported {
  readonly kind: ExistingFile['kind']
  readonly remoteId: string
  readonly name: string
  readonly reason: string
  /** The file that surely holds it already. */
  readonly path?: string
  /** The id of that file, where it only means to take it over: the tenant does not know it as ours yet. */
  readonly waitsAs?: string
}

export interface ImportResult {
  readonly tenant: string
  readonly files: readonly ImportedFile[]
  /** In the workspace already, or in another one. */
  readonly skipped: readonly NotImported[]
  /** Cannot be imported as they are; the others are. */
  readonly troubles: readonly NotImported[]
  /** Rules of Datadog and of partners, which are managed by overrides. */
  readonly provided: readonly NotImported[]
  /** Ids that were asked for and that nothing in the tenant has. */
  readonly notFound: readonly string[]
  /** Only where it was adopted at once. */
  readonly adoption?: ImportAdoption
  /** Only where suppressions are imported from a tenant. */
  readonly looked?: LookedAt
}

/** What became of what was imported where it was adopted at once. */
export interface ImportAdoption {
  readonly adopted: readonly { readonly kind: Kind; readonly id: string }[]
  /** What is ours now, and the same in git and in the tenant. */
  readonly managed: readonly { readonly kind: Kind; readonly id: string }[]
  /** What is not, and why. */
  readonly left: readonly { readonly kind: Kind; readonly id: string; readonly reason: string }[]
}

export interface ImportOptions {
  readonly policy?: SuppressionPolicy
  readonly onProgress?: (done: number, total: number) => void
  /** When it is imported, which suppressions note; without it they note nothing. */
  readonly nowMs?: number
  /** Whether a new file at this path goes to the tenant without saying so. */
  readonly isHere?: (path: string) => boolean
  /** Under which name the tenant knows the workspace. */
  readonly ownership?: Ownership
  /** What to name files after instead of the names of things, by the tenant's ids. */
  readonly names?: ReadonlyMap<string, string>
  /** Whether the file says which one of the tenant it means; without it, always. */
  readonly isAdopted?: (remoteId: string) => boolean
}

/**
 * Turns things of a tenant into files of a workspace, one each. References to rules become slugs where the rule is
 * imported too or is one of ours already. Every file is read again and laid beside the tenant: one that would not say
 * the same is a trouble of its own and never stops the rest. Pure; nothing is written, nothing is claimed.
 */
export function importFiles(
  actual: TenantState,
  { rules, suppressions, provided, theirs, notFound }: Selected,
  existing: readonly ExistingFile[],
  { policy, onProgress, nowMs, ownership, names, isHere = () => true, isAdopted = () => true }: ImportOptions = {},
): ImportResult {
  const all = {
    rule: everything(sortRules(actual.rules, ownership)),
    suppression: everything(sortSuppressions(actual.suppressions, ownership)),
  }
  const namings = {
    rule: nameImports('rule', rules, all.rule, existing, names),
    suppression: nameImports('suppression', suppressions, all.suppression, existing, names),
  }
  const slugs = slugsAfter(all.rule, namings.rule)
  const slugOf: SlugOf = (remoteId) => slugs.get(remoteId)
  const paths = new Set(existing.map(({ path }) => path.toLowerCase()))
  const files: ImportedFile[] = []
  const skipped: NotImported[] = theirs.map(({ kind, held }) => {
    const { remoteId, name } = held
    return { kind, remoteId, name, reason: `it belongs to ${ownersText(held)}` }
  })
  const troubles: NotImported[] = []
  const total = rules.length + suppressions.length
  let done = 0
  for (const kind of ['rule', 'suppression'] as const) {
    for (const [one, naming] of targetsFirst(namings[kind])) {
      const told = { kind, remoteId: one.remoteId, name: one.name }
      if ('trouble' in naming) troubles.push({ ...told, reason: naming.trouble })
      else if ('existing' in naming) {
        const { existing: file, reason, isSure } = naming
        const waits = isSure && one.tags.ids.length === 0
        skipped.push({ ...told, reason, ...(isSure && { path: file.path }), ...(waits && { waitsAs: file.id }) })
      } else {
        const path = freePath(kind, naming.id, one, paths)
        const adopts = { [actual.tenant]: one.remoteId }
        const meant = {
          id: naming.id,
          ...(isAdopted(one.remoteId) && { adopts }),
          ...(!isHere(path) && { tenants: [actual.tenant] }),
        }
        const made =
          kind === 'rule'
            ? ruleFile(one, meant, path, slugOf)
            : suppressionFile(one, meant, path, slugOf, policy, nowMs)
        if ('trouble' in made) {
          troubles.push({ ...told, reason: made.trouble })
          if (kind === 'rule') slugs.delete(one.remoteId)
        } else {
          paths.add(path.toLowerCase())
          files.push({ ...told, id: naming.id, path, ...made })
        }
      }
      done += 1
      onProgress?.(done, total)
    }
  }
  const reason = 'a rule of Datadog or of a partner; an *.override.yaml changes what may be changed of it'
  const ofOthers = provided.map(({ remoteId, name }) => ({ kind: 'rule' as const, remoteId, name, reason }))
  return { tenant: actual.tenant, files, skipped, troubles, provided: ofOthers, notFound }
}

/** What a new file calls the thing, and which one of the tenant it means. */
type Meant = Pick<AdoptionKeys, 'adopts' | 'tenants'> & { readonly id: string }

type Made = { readonly text: string; readonly notes: readonly string[] } | { readonly trouble: string }

function ruleFile({ body }: Held, meant: Meant, path: string, slugOf: SlugOf): Made {
  const { id: _tagged, ...rule } = decodeRule(mapReferences(body, slugOf))
  const text = printRule({ ...meant, ...inOrder(rule) })
  const { rule: read, findings } = readRule(readYaml({ path, text }))
  const mistake = findings.find(({ severity }) => severity === 'error')
  if (!read) return { trouble: `a file cannot hold it: ${mistake?.message ?? 'it is no rule'}` }
  const { id: _id, ...fields } = read
  const { fields: differing } = compareRule(encodeRule(fields), body, slugOf)
  const paths = differing.map((field) => field.path)
  return paths.length > 0 ? { trouble: `a file would not say the same at ${paths.join(', ')}` } : { text, notes: [] }
}

function suppressionFile(
  { body }: Held,
  meant: Meant,
  path: string,
  slugOf: SlugOf,
  policy: SuppressionPolicy | undefined,
  nowMs: number | undefined,
): Made {
  const theirs = inOrder(decodeSuppression(scopeBySlug(body, slugOf)))
  const imported = nowMs !== undefined && { imported: { at: nowMs, digest: contentOf(theirs) } }
  // What names somebody is most likely for that; of anything else nobody can tell what it is for.
  const { suppressionQuery = '' } = theirs
  const purpose = namesWho(suppressionQuery) ? { intends: suppressionQuery } : {}
  const text = printSuppression({ ...theirs, ...meant, ...purpose, ...imported })
  const document = readYaml({ path, text })
  const { suppression, findings } = readSuppression(document, { required: [] })
  const mistake = findings.find(({ severity }) => severity === 'error')
  if (!suppression) return { trouble: `a file cannot hold it: ${mistake?.message ?? 'it is no suppression'}` }
  const { fields } = compareSuppression(encodeSuppression(suppression), body, slugOf)
  const paths = fields.map((field) => field.path)
  if (paths.length > 0) return { trouble: `a file would not say the same at ${paths.join(', ')}` }
  const notes = readSuppression(document, policy).findings.filter(({ code }) => code === 'S006')
  return { text, notes: notes.map(({ message }) => message) }
}

/** Tags are a set, which the tenant gives back in an order of its own; in a file they stand in one that stays. */
function inOrder<Thing extends { readonly tags?: readonly string[] }>(thing: Thing): Thing {
  return thing.tags ? { ...thing, tags: [...thing.tags].sort() } : thing
}

/** Rules lie in the folder of their source, else of their type; a path that is taken shows the id's turn already. */
function freePath(kind: ExistingFile['kind'], id: string, { body }: Held, paths: ReadonlySet<string>): string {
  const folder = kind === 'suppression' ? 'suppressions' : folderOf(body)
  const stem = fileStem(id, kind)
  const end = `${kind}.yaml`
  for (let turn = 1; ; turn += 1) {
    const path = `${folder}/${stem}${turn === 1 ? '' : `.${turn}`}.${end}`
    if (!paths.has(path.toLowerCase())) return path
  }
}

function folderOf({ tags, type }: JsonObject): string {
  const sources = listIn(tags).flatMap((tag) =>
    typeof tag === 'string' && tag.startsWith('source:') ? [slugFrom(tag.slice('source:'.length))] : [],
  )
  const [source] = sources.filter((slug) => slug !== '').sort()
  if (source !== undefined) return fileStem(source, 'logs')
  return typeof type === 'string' && type !== 'log_detection' && slugFrom(type) !== '' ? slugFrom(type) : 'other'
}

function everything({ ours, byHand }: ReturnType<typeof sortRules>): readonly Held[] {
  return [...new Set([...[...ours.values()].flat(), ...byHand])]
}

/** A rule after those it refers to: one that cannot be imported keeps the tenant's id in all that refer to it. */
function targetsFirst(namings: ReadonlyMap<Held, Naming>): readonly (readonly [Held, Naming])[] {
  const byRemoteId = new Map([...namings].map((entry) => [entry[0].remoteId, entry]))
  const references = [...namings.keys()].map(
    ({ remoteId, body }) => [remoteId, referencesOf(body).map(({ rule }) => rule)] as const,
  )
  const { order, circles } = orderByReference(new Map(references))
  return [...order, ...circles.flatMap(({ members }) => members)].flatMap((remoteId) => {
    const entry = byRemoteId.get(remoteId)
    return entry ? [entry] : []
  })
}

/** The slugs of rules once the import is done: by tag, by the new file, or by the file that surely holds them already. */
function slugsAfter(rules: readonly Held[], namings: ReadonlyMap<Held, Naming>): Map<string, string> {
  const slugs = new Map<string, string>()
  const bearers = new Map<string, number>()
  for (const { remoteId, tags, name } of rules) {
    if (tags.ids.length === 1) slugs.set(remoteId, tags.ids[0] ?? '')
    else bearers.set(name, (bearers.get(name) ?? 0) + 1)
  }
  for (const [{ remoteId, name }, naming] of namings) {
    if ('id' in naming) slugs.set(remoteId, naming.id)
    else if ('existing' in naming && bearers.get(name) === 1) slugs.set(remoteId, naming.existing.id)
  }
  return slugs
}
