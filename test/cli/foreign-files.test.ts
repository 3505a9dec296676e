import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ddac, makeFolder, writeFiles } from './run-in-process'
import { smallWorkspace } from './small-workspace'

const secret = 'AKIA-a-line-of-somebody-else'
const config = (more = '') => `tenants:\n  local: { emulator: true }\ndefaultTenant: local\n${more}`
const sampled = (file: string) => `rule: failed-logins
tests:
  - name: reads a sample
    logs: [{ file: ${JSON.stringify(file)} }]
    expect: silence
`

/** A repository with a workspace in it, and a file that is none of its business beside it and outside of both. */
function repository(
  files: Readonly<Record<string, string>>,
  more = '',
): { readonly cwd: string; readonly base: string } {
  const base = makeFolder({ 'key.json': secret, 'repo/elsewhere/key.json': secret })
  mkdirSync(join(base, 'repo/.git'))
  writeFiles(join(base, 'repo/rules'), smallWorkspace({ 'ddac.yaml': config(more), ...files }))
  return { cwd: join(base, 'repo/rules'), base }
}

async function told(cwd: string): Promise<string> {
  const runs = [await ddac(['validate'], { cwd }), await ddac(['validate', '--format', 'github'], { cwd })]
  runs.push(await ddac(['test'], { cwd }))
  return runs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
}

describe('files that a workspace points to', () => {
  it.each([
    ['../../elsewhere/key.json', 'lies outside of the workspace'],
    ['../../../key.json', 'lies outside of the workspace'],
    ['../../../not-there.json', 'lies outside of the workspace'],
    ['/proc/self/environ', 'lies outside of the workspace'],
    ['link.json', 'lies outside of the workspace'],
  ])('are not read as samples where they lie outside of it: %s', async (file, reason) => {
    const { cwd, base } = repository({ 'app/failed-logins.test.yaml': sampled(file) })
    symlinkSync(join(base, 'key.json'), join(cwd, 'app/link.json'))
    const text = await told(cwd)
    expect(text).toContain(reason)
    expect(text).not.toContain('AKIA')
    expect(text).not.toContain('PATH=')
  })

  it.each(['../elsewhere/key.json', 'link.csv'])('nor as reference tables: %s', async (file) => {
    const { cwd, base } = repository({}, `referenceTables: { hosts: ${file} }\n`)
    symlinkSync(join(base, 'key.json'), join(cwd, 'link.csv'))
    const text = await told(cwd)
    expect(text).toContain('lies outside of the workspace')
    expect(text).not.toContain('AKIA')
  })

  it('nor as ddac.yaml itself behind a link', async () => {
    const { cwd, base } = repository({})
    rmSync(join(cwd, 'ddac.yaml'))
    symlinkSync(join(base, 'key.json'), join(cwd, 'ddac.yaml'))
    const text = await told(cwd)
    expect(text).toContain('ddac.yaml lies outside of the workspace')
    expect(text).not.toContain('AKIA')
  })

  it.each(['../../.git/config', 'link.json'])('nor what git keeps for itself: %s', async (file) => {
    const { cwd, base } = repository({ 'app/failed-logins.test.yaml': sampled(file) }, 'files: repository\n')
    writeFiles(join(base, 'repo/.git'), { config: secret })
    symlinkSync(join(base, 'repo/.git/config'), join(cwd, 'app/link.json'))
    const text = await told(cwd)
    expect(text).toContain('belongs to git itself')
    expect(text).not.toContain('AKIA')
  })

  it('nor as rules, suppressions or tests behind a link', async () => {
    const { cwd, base } = repository({})
    for (const kind of ['rule', 'suppression', 'test', 'override']) {
      symlinkSync(join(base, 'key.json'), join(cwd, `linked.${kind}.yaml`))
    }
    const text = await told(cwd)
    expect(text.match(/lies outside of the workspace/g)?.length).toBeGreaterThanOrEqual(4)
    expect(text).not.toContain('AKIA')
  })

  it('may lie anywhere in the repository where ddac.yaml says so, and nowhere else', async () => {
    const inside = repository(
      { 'app/failed-logins.test.yaml': sampled('../../samples/logs.json') },
      'files: repository\n',
    )
    writeFiles(join(inside.base, 'repo/samples'), { 'logs.json': '{"timestamp":1,"message":"x","ddsource":"other"}' })
    expect((await ddac(['test'], { cwd: inside.cwd })).stdout).toContain('1 passed, 0 failed')
    const outside = repository({ 'app/failed-logins.test.yaml': sampled('../../../key.json') }, 'files: repository\n')
    const text = await told(outside.cwd)
    expect(text).toContain('lies outside of the repository')
    expect(text).not.toContain('AKIA')
  })

  it('are files: what would never end is told', async () => {
    const { cwd } = repository({})
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(cwd, 'pipe.rule.yaml'), resolve))
    try {
      const run = await ddac(['validate'], { cwd })
      expect(run.stdout).toContain('pipe.rule.yaml cannot be read: it is no regular file')
      expect(run.code).toBe(1)
    } finally {
      server.close()
    }
  })
})

describe('names in ddac.yaml', () => {
  it.each(['../package', '..', 'a/b', 'a b', 'a\u0000b', ''])('no tenant is called %j', async (name) => {
    const tenants = `tenants:\n  ${JSON.stringify(name)}: { emulator: true }\n`
    const { cwd } = repository({ '../package.json': 'mine', 'ddac.yaml': tenants })
    const run = await ddac(['apply', '--yes'], { cwd })
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('this cannot be the name of a tenant')
    expect(readFileSync(join(cwd, '../package.json'), 'utf8')).toBe('mine')
  })
})
