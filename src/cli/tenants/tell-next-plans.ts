import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import { makePlan } from '../../sync/plan/make-plan'
import { isWrite } from '../../sync/plan/withhold'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { FoundDrift } from './find-drift'
import { wantedState } from './plan-tenant'

/** Tells on stderr what the next plan of each other tenant says of things whose files were just written. */
export function tellNextPlans(
  ids: readonly string[],
  others: ReadonlyMap<string, FoundDrift | WorldError>,
  workspace: Workspace,
  context: CliContext,
): void {
  for (const [name, other] of others) {
    if (other instanceof WorldError) {
      context.stderr.write(terminal`next plan of ${name}: not known, since ${other.message}\n`)
      continue
    }
    const config = workspace.config.tenants.get(name) ?? other.config
    const { changes } = makePlan(wantedState(workspace, config), other.actual, { targets: ids, nowMs: context.now() })
    const lines = changes
      .filter((change) => isWrite(change) || change.action === 'withheld')
      .map(({ action, kind, id, fields }) => {
        const paths = fields.map(({ path }) => path).join(', ')
        return `${action} ${kind} ${id}${paths === '' ? '' : ` (${paths})`}`
      })
    const told = lines.length === 0 ? `nothing to do for ${ids.join(', ')}` : lines.join('; ')
    context.stderr.write(terminal`next plan of ${name}: ${told}\n`)
  }
}
