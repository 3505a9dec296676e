import { placeFinding } from '../../diagnostic/diagnostic'
import { dateText, dayMs } from '../../diagnostic/times'
import { WorldError } from '../../diagnostic/world-error'
import { jsonDocument } from '../../medium/json-text'
import { terminal } from '../../medium/terminal-text'
import { reprintSuppression } from '../../suppression/print-suppression'
import { readSuppression } from '../../suppression/read-suppression'
import type { Suppression } from '../../suppression/suppression'
import { dateOf } from '../../suppression/suppression-shape'
import { hidingDigest } from '../../suppression/widened'
import { editText } from '../../workspace/write-text'
import { readYaml } from '../../yaml/yaml-document'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { endOf } from '../silencing/chosen'
import { suppressionNamed } from '../silencing/suppression-named'
import { tellDiagnostics } from '../write-diagnostics'

/**
 * `ddac suppress renew ID --until DATE --reason WHY`: gives a suppression another end, and keeps in its file when and why. Its
 * comments and layout stay. What then is missing or mistaken is drawn, and nothing is written.
 */
export async function suppressRenew(
  context: CliContext,
  globals: GlobalOptions,
  id: string,
  { until, reason }: { readonly until: string; readonly reason: string },
): Promise<number> {
  const format = formatFrom(globals, 'suppress renew')
  const workspace = openWorkspace(context, globals)
  const { suppression, document, path } = suppressionNamed(id, workspace)
  const policy = workspace.config.policy.suppressions
  const nowMs = context.now()
  const untilMs = dateOf(endOf(until, policy, nowMs)) ?? nowMs
  if (reason.trim() === '')
    throw new WorldError('usage', 'no reason is given', 'Say why it is still right to look away.')
  const { expiresMs = Number.NEGATIVE_INFINITY } = suppression
  if (untilMs <= expiresMs) {
    const help = `To end it earlier, edit expires in ${document.source.path}; to end it now: ddac suppress expire ${id}.`
    throw new WorldError('usage', `${id} lasts until ${dateText(expiresMs)} already`, help)
  }
  const text = reprintSuppression(document, renewed(suppression, untilMs, reason.trim(), nowMs))
  const changed = readYaml({ path: document.source.path, text })
  const { suppression: read, findings } = readSuppression(changed, policy)
  tellDiagnostics(
    findings.map((finding) => placeFinding(finding, changed.locate)),
    context,
    globals,
  )
  if (!read) {
    context.stderr.write(terminal`Nothing was written.\n`)
    return exitCodes.no
  }
  editText(path, document.source.text, text, document.source.path)
  const shown = document.source.path
  context.stdout.write(format === 'json' ? jsonDocument({ files: [shown] }) : terminal`${shown}\n`)
  return exitCodes.yes
}

/**
 * What never ends is looked at again on that day; anything else ends then. Consent to what it hides (`widened`) goes with it:
 * who renews agrees to all of it until the new end.
 */
function renewed(suppression: Suppression, untilMs: number, reason: string, nowMs: number): Suppression {
  const { neverExpires, widened, renewed: history = [] } = suppression
  const renewal = { at: Math.floor(nowMs / dayMs) * dayMs, until: untilMs, reason }
  const changed: Suppression = {
    ...suppression,
    ...(neverExpires ? { reviewMs: untilMs } : { expiresMs: untilMs }),
    renewed: [...history, renewal],
  }
  const isMeant = widened?.digest === hidingDigest(suppression)
  return widened && isMeant ? { ...changed, widened: { ...widened, digest: hidingDigest(changed) } } : changed
}
