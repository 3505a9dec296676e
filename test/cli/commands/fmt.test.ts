import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, filesIn, makeFolder } from '../run-in-process'
import { rule, smallWorkspace } from '../small-workspace'

const files = { 'app/failed-logins.rule.yaml': `${rule}version: 3\n` }

it('a file that cannot be read is told, and no other is changed', async () => {
  const cwd = makeFolder(smallWorkspace(files))
  symlinkSync('/nowhere/else', join(cwd, 'app/b.rule.yaml'))
  const before = filesIn(cwd)
  const run = await ddac(['fmt'], { cwd })
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('app/b.rule.yaml') })
  expect(filesIn(cwd)).toEqual(before)
})

it("a file that cannot be read stands in nobody's way who asks for another", async () => {
  const cwd = makeFolder(smallWorkspace(files))
  symlinkSync('/nowhere/else', join(cwd, 'app/b.rule.yaml'))
  expect(await ddac(['fmt', 'app/failed-logins.rule.yaml'], { cwd })).toMatchObject({
    code: 0,
    stdout: 'app/failed-logins.rule.yaml: removed version\n',
  })
})
