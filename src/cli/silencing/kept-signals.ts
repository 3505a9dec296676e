import type { KeptSignal } from '../../silencing/draft'
import { type FiringSignal, firingSignals } from '../../silencing/firing-signals'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { testFiles } from '../../workspace/checking/ready-tests'
import { readSamples } from '../../workspace/samples/read-samples'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { LogsAtHand } from './in-logs'
import { readWhole, signalsIn, type ToldSignal, toldSignal } from './told-signals'

/** The signals that the workspace's own tests show of all rules. */
export async function firingTests(
  workspace: Workspace,
  detections: LocalDetections,
  { cwd }: Pick<CliContext, 'cwd'>,
): Promise<readonly FiringSignal[]> {
  const samples = await readSamples(workspace, workspace.tests, cwd)
  const { readyTests } = testFiles(workspace, detections)
  const ready = workspace.tests.flatMap((file) => readyTests(file, samples) ?? [])
  return firingSignals(ready, () => true)
}

/** The signals of a file that must stay visible, with what is on them where the logs raise them. */
export async function keptSignals(
  file: string,
  workspace: Workspace,
  detections: LocalDetections,
  logs: LogsAtHand | undefined,
  context: CliContext,
): Promise<readonly KeptSignal[]> {
  const kept: ToldSignal[] = []
  for (const written of signalsIn(await readWhole(file, context), file)) {
    kept.push(await toldSignal(written, workspace, detections))
  }
  const found = kept.length === 0 ? undefined : (await logs?.look(kept))?.found
  return kept.map((one) => {
    const { rule, written } = one
    const watched = found?.get(one)
    const title = written.kind === 'told' ? written.title : written.signal.id
    const isShort = written.kind === 'told' && watched === undefined
    return { rule, event: watched?.event ?? one.event, what: `${title || 'a signal'} of ${file}`, isShort }
  })
}
