import { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import { identityTags } from '../../rule/tenant/identity-tags'
import { contentHash } from '../../wire/content-hash'
import { differences, type FieldChange } from '../../wire/differences'
import { type SlugOf, sidesOf } from '../comparable'
import type { Change, Kind, LastTouch } from '../plan/plan'
import { lastTouchOf } from '../plan/plan-one'
import type { Remote, RemoteVersion } from '../remote'
import { type AppliedBase, appliedBase } from './applied-base'
import { type Clash, type Merged, mergeSides } from './merge-sides'

/** What became of one thing since it was applied last, field by field. */
export type TenantChange =
  /** Nobody touched it: the difference is git's, or the tenant's own doing, which `content` has where git asks nothing. */
  | { readonly kind: 'nobody'; readonly wanted: JsonObject; readonly content: JsonObject }
  | {
      readonly kind: 'changed'
      /** What people changed in the tenant, from what was applied to what is there. */
      readonly theirs: readonly FieldChange[]
      /** What git changed as well, into something else. */
      readonly clashes: readonly Clash[]
      /** Git's content, in the canonical form of its kind. */
      readonly wanted: JsonObject
      /** The same with what people changed. */
      readonly content: JsonObject
      /** Whether git changed anything since. */
      readonly isInGit: boolean
      readonly who: LastTouch | undefined
      /** Merges again, where git has the last word on some fields. */
      merge(takes: (path: string) => 'git' | 'tenant'): Merged
    }
  /** Both sides may have changed, and what was applied last is not to be had. */
  | {
      readonly kind: 'unknown'
      readonly because: string
      /** From the tenant to git. */
      readonly fields: readonly FieldChange[]
      readonly who: LastTouch | undefined
    }

/** What is there of a thing that a plan speaks of. */
export interface Touched {
  readonly change: Change
  /** As the tenant has it. */
  readonly body: JsonObject
}

/**
 * Asks a tenant's histories what people changed. One that may not be read is asked for once: of the next thing it is known
 * that it cannot be.
 */
export class TenantChanges {
  private readonly refused = new Map<Kind, string>()

  constructor(
    private readonly remote: Remote,
    private readonly slugOf: SlugOf,
  ) {}

  /** What people changed of a rule or suppression since it was applied, and what git did. Never fails. */
  async of({ change, body }: Touched): Promise<TenantChange> {
    const kind = change.kind === 'suppression' ? change.kind : 'rule'
    const sides = (actual: JsonObject) => sidesOf(kind, change.body ?? {}, actual, this.slugOf)
    const { wanted, actual } = sides(body)
    const { revision } = identityTags(body.tags)
    const isInGit = !revision || (wantedHashOf(change) !== revision.wanted && contentHash(wanted) !== revision.wanted)
    const last = lastTouchOf(body)
    const unknown = (because: string): TenantChange => ({
      kind: 'unknown',
      because,
      fields: differences(actual, wanted),
      who: last,
    })
    if (!revision) return unknown('it does not carry the tag that remembers what was applied')
    const history = await this.history(change)
    const base = typeof history === 'string' ? undefined : appliedBase(history, revision, (one) => sides(one).actual)
    if (base && !base.isMoved) return { kind: 'nobody', wanted, content: isInGit ? wanted : actual }
    if (!base && isInGit) {
      return unknown(
        typeof history === 'string'
          ? `its history cannot be read: ${history}`
          : 'its history does not hold what was applied last',
      )
    }
    return changed(base, { wanted, actual, isInGit, last })
  }

  /** The versions of a thing, or why they cannot be read. */
  async history({
    kind,
    remoteId = '',
  }: Pick<Change, 'kind' | 'remoteId'>): Promise<readonly RemoteVersion[] | string> {
    const known = this.refused.get(kind)
    if (known !== undefined) return known
    try {
      return await (kind === 'suppression'
        ? this.remote.suppressionHistory(remoteId)
        : this.remote.ruleHistory(remoteId))
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      if (error.code === 'forbidden' || error.code === 'unauthorized') this.refused.set(kind, error.message)
      return error.message
    }
  }
}

interface Found {
  readonly wanted: JsonObject
  readonly actual: JsonObject
  readonly isInGit: boolean
  readonly last: LastTouch | undefined
}

/** Without a base of its own, git's content is the base: git has not moved since. */
function changed(base: AppliedBase | undefined, { wanted, actual, isInGit, last }: Found): TenantChange {
  const before = base?.content ?? wanted
  // Where git asks for nothing new, the tenant's own form of what was applied is git's side.
  const git = isInGit ? wanted : before
  const merge = (takes: (path: string) => 'git' | 'tenant') => mergeSides(before, git, actual, takes)
  const { theirs, clashes } = merge(() => 'tenant')
  const { content, clashes: rewritten } = isInGit ? merge(() => 'tenant') : mergeSides(before, wanted, actual)
  const merged = !isInGit && rewritten.length > 0 ? actual : content
  if (theirs.length + clashes.length === 0) return { kind: 'nobody', wanted, content: merged }
  const paths = [...theirs, ...clashes].map(({ path }) => path)
  return { kind: 'changed', theirs, clashes, wanted, content: merged, isInGit, who: base?.who(paths) ?? last, merge }
}

function wantedHashOf({ body }: Change): string | undefined {
  return identityTags(body?.tags).revision?.wanted
}
