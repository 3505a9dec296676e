import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const root = join(__dirname, '../..')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ddac-start-'))
  cpSync(join(root, 'rules'), join(folder, 'rules'), { recursive: true, filter: (path) => !path.includes('.ddac') })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Loaded before the program: writes down, when it ends, every file that was loaded. */
const recordLoads = `
process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.DDAC_LOADED, JSON.stringify(Object.keys(require.cache)))
})
`

/** The files that the built program loaded for a command, relative to the repository. */
function loadedBy(argv: readonly string[]): string[] {
  const list = join(folder, 'loaded.json')
  const hook = join(folder, 'record-loads.cjs')
  writeFileSync(hook, recordLoads)
  const run = spawnSync(process.execPath, ['--require', hook, join(root, 'dist/main.js'), ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', DDAC_LOADED: list },
  })
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' })
  const files: string[] = JSON.parse(readFileSync(list, 'utf8'))
  return files.filter((path) => path !== hook).map((path) => relative(root, path))
}

describe('starting up', () => {
  it.each(['validate', 'test', 'eval rules/aws/ses/samples', 'schema rule', 'explain Q001', 'validate --help'])(
    'ddac %s loads neither the Datadog client nor what speaks to a tenant',
    (command) => {
      const loaded = loadedBy(command.split(' '))
      expect(loaded).toContain('dist/main.js')
      expect(loaded.filter((path) => /@datadog\/|^dist\/(datadog|emulator)\//.test(path))).toEqual([])
    },
  )

  it('a command against a tenant does load the client, so that this test can fail', () => {
    const loaded = loadedBy(['plan'])
    expect(loaded.some((path) => path.startsWith('node_modules/@datadog/'))).toBe(true)
    // Only its common package: the models take seconds.
    expect(loaded.filter((path) => /@datadog\/.*\/packages\/datadog-api-client-v[12]\//.test(path))).toEqual([])
  })

  it('help loads the command line, what makes its text safe, and no other room below it', () => {
    const loaded = loadedBy(['--help'])
    const ours = loaded.filter((path) => path.startsWith('dist/'))
    expect(ours.filter((path) => !/^dist\/(main\.js|cli\/|medium\/|diagnostic\/world-error\.js)/.test(path))).toEqual(
      [],
    )
    expect(
      new Set(loaded.filter((path) => path.startsWith('node_modules/')).map((path) => path.split('/')[1])),
    ).toEqual(new Set(['commander']))
    expect(loaded.length).toBeLessThan(25)
  })
})
