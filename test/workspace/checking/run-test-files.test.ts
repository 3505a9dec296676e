import { localDetections } from '../../../src/workspace/checking/local-detections'
import { runTestFiles } from '../../../src/workspace/checking/run-test-files'
import { loadWorkspace } from '../../../src/workspace/load-workspace'
import { makeFolder } from '../../cli/run-in-process'
import { smallWorkspace } from '../../cli/small-workspace'

it('each test is measured by the clock it is given, from the end of the one before', async () => {
  const workspace = loadWorkspace(makeFolder(smallWorkspace()))
  let [nowMs, step] = [1_000, 0]
  const now = (): number => {
    nowMs += step
    step += 250
    return nowMs
  }
  const run = (context: object) =>
    runTestFiles(workspace, () => true, localDetections(workspace), { cwd: workspace.root, ...context })
  const seconds = ({ files }: Awaited<ReturnType<typeof run>>) =>
    files.map(({ results }) => results.map((each) => each.seconds))
  expect(seconds(await run({ now }))).toEqual([[0.25, 0.5]])
  expect(seconds(await run({}))).toEqual([[0, 0]])
})
