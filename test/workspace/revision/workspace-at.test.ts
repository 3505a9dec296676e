import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { askGit } from '../../../src/workspace/revision/ask-git'
import { workspaceAt } from '../../../src/workspace/revision/workspace-at'
import { changeFiles, commitAll, makeRepository } from '../../cli/repository'
import { makeFolder } from '../../cli/run-in-process'
import { config, rule } from '../../cli/small-workspace'

const note = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 9\n`
const tables = `${config}referenceTables: { known: known.csv }\n`

test('git is told no key of a tenant, and not where a hook of its own stands', async () => {
  const names = {
    DD_API_KEY: 'k1',
    DATADOG_APP_KEY: 'k2',
    SOC_KEY: 'k3',
    DDAC_KEY_VARS: 'SOC_KEY',
    GIT_DIR: '/nowhere',
  }
  const before = Object.keys(names).map((name) => [name, process.env[name]] as const)
  try {
    Object.assign(process.env, names)
    const { code, stdout } = await askGit(makeFolder(), ['-c', 'alias.told=!env', 'told'])
    expect(code).toBe(0)
    expect(String(stdout)).toMatch(/^GIT_TERMINAL_PROMPT=0$/m)
    expect(String(stdout)).not.toMatch(/k1|k2|k3|nowhere/)
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
})

test('a table that Git LFS keeps is taken as it is today, unless that leads out of the repository', async () => {
  const root = await makeRepository({ 'ddac.yaml': tables, 'known.csv': note })
  changeFiles(root, { 'known.csv': 'id\nann\n' })
  const read = await workspaceAt(root, 'main', root)
  expect(read.asToday).toEqual(['known.csv'])
  expect(read.workspace?.tables.get('known')).toEqual([{ id: 'ann' }])
  const outside = makeFolder({ 'secret.csv': 'id\nsecret\n' })
  rmSync(join(root, 'known.csv'))
  symlinkSync(join(outside, 'secret.csv'), join(root, 'known.csv'))
  const refused = await workspaceAt(root, 'main', root)
  expect(refused.asToday).toEqual([])
  expect(JSON.stringify([...(refused.workspace?.tables ?? [])])).not.toMatch(/secret/)
})

test('a link in a commit that leads out of the repository, or in a circle, is read by nobody', async () => {
  const outside = makeFolder({ 'a.rule.yaml': rule })
  const root = await makeRepository({ 'ddac.yaml': config })
  symlinkSync(join(outside, 'a.rule.yaml'), join(root, 'absolute.rule.yaml'))
  symlinkSync(`../${outside.split('/').at(-1)}/a.rule.yaml`, join(root, 'above.rule.yaml'))
  symlinkSync('circle.rule.yaml', join(root, 'circle.rule.yaml'))
  await commitAll(root)
  expect((await workspaceAt(root, 'main', root)).workspace?.rules).toEqual([])
})
