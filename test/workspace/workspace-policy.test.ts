import { loadWorkspace } from '../../src/workspace/load-workspace'
import { policyFindings } from '../../src/workspace/workspace-policy'
import { makeFolder } from '../cli/run-in-process'
import { smallWorkspace } from '../cli/small-workspace'

test('names that differ by case alone are told, which on Windows and macOS are one file', () => {
  const root = makeFolder(smallWorkspace())
  const workspace = loadWorkspace(root, root)
  // Where this runs the two may be one file already.
  const [test] = workspace.tests
  const named = (change: (path: string) => string) =>
    test ? [...workspace.tests, { ...test, path: change(test.path) }] : []
  const codes = (change: (path: string) => string) =>
    policyFindings({ ...workspace, tests: named(change) }).map(({ code }) => code)
  expect(codes((path) => path.replace('failed', 'Failed'))).toEqual(['W121'])
  expect(codes((path) => path.replace('failed', 'failed-2'))).toEqual([])
})
