import { join } from 'node:path'
import { loadWorkspace } from '../../src/workspace/load-workspace'
import { policyFindings } from '../../src/workspace/workspace-policy'
import { makeFolder } from '../cli/run-in-process'
import { smallWorkspace } from '../cli/small-workspace'

test('names that Windows does not have are told, a folder once however many files lie in it', () => {
  const root = makeFolder(smallWorkspace())
  const workspace = loadWorkspace(root, root)
  const [test] = workspace.tests
  if (!test) throw new Error('no test')
  const told = (...names: readonly string[]) =>
    policyFindings({ ...workspace, tests: names.map((name) => ({ ...test, path: join(root, name) })) }).map(
      ({ code, severity, message }) => `${code} ${severity} ${message}`,
    )
  expect(told('aux/a.test.yaml', 'aux/b.test.yaml', 'app/con.test.yaml')).toEqual([
    'W123 warning Windows has no folder "aux": aux is a device there, whatever stands behind its dot',
    'W123 warning Windows has no file "con.test.yaml": con is a device there, whatever stands behind its dot',
  ])
  expect(told('auxiliary/a.test.yaml')).toEqual([])
})

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
