import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { sameJson } from '../../json/canonical-json'
import { makePainter, type Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { bothSidesText, clashText } from '../../report/sync/adoption-text'
import type { SlugOf } from '../../sync/comparable'
import type { AdoptedThing, LeftThing } from '../../sync/drift/adopted-thing'
import type { DriftItem } from '../../sync/drift/drift'
import { changeKey } from '../../sync/plan/plan'
import { slugsInPlan } from '../../sync/plan/slugs-in-plan'
import type { TenantChange } from '../../sync/tenant-changes/tenant-change'
import { configFileName } from '../../workspace/find-workspace'
import type { WrittenOverlay } from '../../workspace/overlay/overlay-entry'
import { withOverlays } from '../../workspace/overlay/write-overlay'
import { readText } from '../../workspace/read-text'
import { isForTenant } from '../../workspace/tenants/file-tenants'
import type { Workspace } from '../../workspace/workspace'
import { editText } from '../../workspace/write-text'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import type { FoundDrift } from '../tenants/find-drift'
import { inFileOf, overlayOf } from './adopted-change'

/** What is to be adopted, from which tenants, and how their fellows are. */
export interface Adoption {
  readonly workspace: Workspace
  readonly found: readonly FoundDrift[]
  /** The tenants of `ddac.yaml` that were not asked for. */
  readonly others: ReadonlyMap<string, FoundDrift | WorldError>
  /** Write into the files that all tenants share. */
  readonly everywhere: boolean
  readonly context: CliContext
  readonly globals: GlobalOptions
}

/** What came of it: the ids that were adopted, and whether anything could not be. */
export interface Adopted {
  readonly ids: readonly string[]
  readonly isWhole: boolean
  readonly written: readonly AdoptedThing[]
  readonly left: readonly LeftThing[]
}

/**
 * Writes what people changed in tenants into the files and tells so on stderr. One tenant alone, all that changed alike, or
 * `everywhere`: into the thing's own file; else into the tenant's overlays. What git changed as well is shown, both sides,
 * and left alone.
 */
export function adoptDrift(adoption: Adoption): Adopted {
  const { workspace, found, context, globals } = adoption
  const ids = new Set<string>()
  const shared = new Set<string>()
  const written: AdoptedThing[] = []
  const left: LeftThing[] = []
  for (const one of found) {
    const slugOf = slugsInPlan(one.plan)
    const overlays: Overlaid[] = []
    for (const item of one.drift.items) {
      const key = changeKey(item)
      const about = { tenant: one.config.name, key }
      if (shared.has(key)) continue
      const done = adoptOne(item, one, slugOf, adoption)
      if ('trouble' in done) {
        left.push({ ...about, ...done })
        context.stderr.write(terminal`not adopted: ${key}: ${done.trouble}\n`)
        const sides = sidesText(done, makePainter(globals.colour))
        if (sides && !globals.quiet) context.stderr.write(terminal`${sides}\n`)
        if (done.help) context.stderr.write(terminal`  to go on: ${done.help}\n`)
        continue
      }
      ids.add(item.id)
      if ('entry' in done) {
        overlays.push({ key, entry: done.entry })
        written.push({ ...about, file: workspace.configDocument.source.path })
      } else {
        shared.add(key)
        written.push({ ...about, file: done.path })
        context.stderr.write(terminal`adopted: ${done.path}\n`)
      }
    }
    writeOverlays(overlays, one, adoption)
  }
  return { ids: [...ids], isWhole: left.length === 0, written, left }
}

interface Overlaid {
  readonly key: string
  readonly entry: WrittenOverlay
}

/** All overlays of a tenant at once: `ddac.yaml` grows with them, and is read again for each write. */
function writeOverlays(overlays: readonly Overlaid[], { config }: FoundDrift, { workspace, context }: Adoption): void {
  if (overlays.length === 0) return
  const path = join(workspace.root, configFileName)
  const entries = overlays.map(({ entry }) => entry)
  const before = readText(path, configFileName)
  editText(path, before, withOverlays(before, config.name, entries), configFileName)
  const shown = workspace.configDocument.source.path
  for (const { key } of overlays) {
    context.stderr.write(terminal`adopted: ${shown}, as an overlay of ${config.name} for ${key}\n`)
  }
}

type Done = { readonly path: string } | { readonly entry: WrittenOverlay } | Omit<LeftThing, 'tenant' | 'key'>

function sidesText(
  { clashes, who, fields }: Omit<LeftThing, 'tenant' | 'key'>,
  paint: Painter,
): TerminalText | undefined {
  if (clashes) return clashText(clashes, who, paint)
  return fields && bothSidesText(fields, paint)
}

function adoptOne(item: DriftItem, one: FoundDrift, slugOf: SlugOf, adoption: Adoption): Done {
  const { workspace, everywhere } = adoption
  if (item.remoteId === undefined) return { trouble: 'the tenant does not have it; delete the file, or apply it again' }
  if (item.kind === 'override') return { trouble: 'what an override changes is written by hand' }
  const change = one.changes.get(changeKey(item))
  if (!change) return { trouble: 'it is no longer there' }
  const help =
    'write into the file what shall be; drift --revert, or --overwrite-drift on plan and apply, takes the side of git'
  if (change.kind === 'unknown') {
    const trouble = `git may have changed it too, and ${change.because}`
    return { trouble, fields: change.fields, help }
  }
  if (change.kind === 'changed' && change.isInGit && change.clashes.length > 0) {
    const paths = change.clashes.map(({ path }) => path).join(', ')
    const trouble = `git and the tenant both changed ${paths}`
    return { trouble, clashes: change.clashes, ...(change.who && { who: change.who }), help }
  }
  const subject = { item, change, workspace, tenant: one.config, slugOf }
  const isShared = everywhere || tenantsWith(item, adoption).length === 1 || isAlikeEverywhere(item, change, adoption)
  const made = isShared ? inFileOf(subject) : undefined
  if (made && 'text' in made) {
    const { text: before, path: shown } = made.file.document.source
    editText(made.file.path, before, made.text, shown)
    return { path: shown }
  }
  if (made && everywhere) return { trouble: made.trouble, help: 'leave --everywhere out: an overlay takes it' }
  return overlayOf(subject)
}

/** The tenants to which the file of a thing goes. */
function tenantsWith({ kind, id }: DriftItem, { workspace }: Adoption): readonly string[] {
  const names = [...workspace.config.tenants.keys()]
  const file =
    kind === 'rule'
      ? workspace.rules.find(({ rule }) => rule?.id === id)
      : workspace.suppressions.find(({ suppression }) => suppression?.id === id)
  return file ? names.filter((name) => isForTenant(file, name)) : names
}

/** Whether every tenant was asked, and in each of them people made the same of the thing. */
function isAlikeEverywhere(item: DriftItem, change: TenantChange, adoption: Adoption): boolean {
  const names = tenantsWith(item, adoption)
  const asked = [...adoption.found.map((one) => [one.config.name, one] as const), ...adoption.others]
  const all = asked.flatMap(([name, one]) => (names.includes(name) ? [one] : []))
  if (all.length < names.length || change.kind !== 'changed') return false
  return all.every((one) => {
    if (one instanceof WorldError) return false
    const same = one.changes.get(changeKey(item))
    return same?.kind === 'changed' && same.clashes.length === 0 && sameJson(same.theirs, change.theirs)
  })
}
