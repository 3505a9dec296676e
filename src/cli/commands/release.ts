import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import { releaseJson, releaseText } from '../../report/leave/release-report'
import { type PlainThing, type PlainThings, plainThings } from '../../sync/leave/plain-things'
import { releaseThings } from '../../sync/leave/release-things'
import { readTenant } from '../../sync/tenant-state'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { chosenThings } from '../leaving'
import { openWorkspace, tenantNames } from '../open-workspace'
import { checkOrg, tellPlace } from '../tenants/check-org'
import { openTenant } from '../tenants/open-tenant'
import { progressLine } from '../write-diagnostics'

interface ReleaseCommandOptions {
  readonly all?: boolean
  readonly yes?: boolean
}

/** `ddac release`: takes our tags off things of a tenant, which stay as they are. 1 if one of them still is ours. */
export async function release(
  context: CliContext,
  globals: GlobalOptions,
  ids: readonly string[],
  { all = false, yes = false }: ReleaseCommandOptions,
): Promise<number> {
  const format = formatFrom(globals, 'release')
  if (ids.length > 0 === all) {
    const help = 'Name ids of rules and suppressions, or ask with --all for everything.'
    throw new WorldError('usage', all ? 'this asks in two ways what to release' : 'nothing is chosen to release', help)
  }
  if (!yes && !context.confirm) {
    throw new WorldError('usage', 'nobody is there to confirm', 'Pass --yes to release without being asked.')
  }
  const workspace = openWorkspace(context, globals)
  const [name = '', ...more] = tenantNames(workspace, context, globals)
  if (more.length > 0) throw new WorldError('usage', 'release writes to one tenant', 'Choose it with --tenant.')
  const tenant = await openTenant(workspace, name, context, globals)
  const progress = progressLine(context.stderr, globals.quiet)
  try {
    await checkOrg(tenant)
    const actual = await readTenant(tenant.remote)
    const plain = plainThings(actual, workspace.config.ownership)
    const { things, isWhole } = chosenThings(plain, name, { ids, all }, context)
    refuseBroken(things, plain)
    if (things.length > 0) {
      await tellPlace(tenant, context, globals)
      const question = terminal`Take our tags off ${things.length} things in ${name}?`
      if (!yes && !(await context.confirm?.(question))) {
        context.stderr.write(terminal`${name}: nothing was written.\n`)
        context.failed?.({
          kind: 'error',
          code: 'not-confirmed',
          message: `${name}: nothing was written.`,
        })
        return exitCodes.no
      }
    }
    const released = await releaseThings(tenant.remote, things, (done, total) =>
      progress.show(`${name}: ${done}/${total}`),
    )
    progress.clear()
    const result = { tenant: name, released, files: filesOf(workspace, ids, all) }
    context.stdout.write(format === 'json' ? releaseJson(result) : releaseText(result))
    if (released.some(({ error }) => error && error.code !== 'conflict')) return exitCodes.couldNotAnswer
    return isWhole && !released.some(({ error }) => error) ? exitCodes.yes : exitCodes.no
  } finally {
    progress.clear()
    await tenant.close()
  }
}

/** A suppression that stays ours asks for its rules by our tags. */
function refuseBroken(leaving: readonly PlainThing[], { things, troubles }: PlainThings): void {
  const rules = new Set(leaving.filter(({ kind }) => kind === 'rule').map(({ id }) => id))
  const released = new Set(leaving)
  for (const { id, asksFor } of [...things.filter((one) => !released.has(one)), ...troubles]) {
    const rule = asksFor.find((asked) => rules.has(asked))
    if (rule === undefined) continue
    const help = `Release ${id} too, or take ${rule} out of its rules and apply that first.`
    throw new WorldError('usage', `the suppression ${id} asks for the rule ${rule} by our tag`, help)
  }
}

/** The files that would make the next apply take things over again. */
function filesOf({ rules, suppressions }: Workspace, ids: readonly string[], all: boolean): readonly string[] {
  const known = [
    ...rules.map(({ document, rule }) => ({ document, id: rule?.id })),
    ...suppressions.map(({ document, suppression }) => ({ document, id: suppression?.id })),
  ]
  const isReleased = (id: string | undefined): boolean => all || (id !== undefined && ids.includes(id))
  return known.filter(({ id }) => isReleased(id)).map(({ document }) => document.source.path)
}
