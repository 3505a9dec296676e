import { copyFileSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { glanceProgram } from '../src/archive/glance/pass-program'
import { bundledCommands } from '../src/bundles'
import { makeProgram } from '../src/cli/program'
import { makeFolder } from './cli/run-in-process'

const dist = join(__dirname, '../dist')

describe('a bundle', () => {
  const { bundleFor, bundleFile }: typeof import('../src/bundles') = require(join(dist, 'bundles.js'))

  it.each<[string[], string | undefined]>([
    [['eval', 'logs'], 'eval'],
    [['validate'], 'usual'],
    [['apply', '--yes'], 'usual'],
    [['suppress', 'check'], 'effect'],
    [['fmt', 'eval'], undefined],
    [['--quiet', 'eval', 'logs'], undefined],
    [['toString'], undefined],
    [[], undefined],
  ])('of the line %j is %s', (argv, bundle) => {
    expect(bundleFor(argv)).toBe(bundle && join(dist, 'bundles', `${bundle}.js`))
  })

  it('is there for the threads', () => {
    expect(bundleFile('pass-thread')).toBe(join(dist, 'bundles/pass-thread.js'))
  })

  it('of the threads holds the programs in WebAssembly, and not what writes them', () => {
    const text = readFileSync(join(dist, 'bundles/pass-thread.js'), 'utf8')
    const [, bytes = ''] = /glanceProgram = \(\) => Buffer\.from\("([^"]+)", "base64"\)/.exec(text) ?? []
    expect(Buffer.from(bytes, 'base64')).toEqual(Buffer.from(glanceProgram()))
    expect(text.includes('signature-program.ts')).toBe(false)
  })

  it('holds commands that there are', () => {
    const names = makeProgram('', async () => {}).commands.map((command) => command.name())
    expect(names).toEqual(expect.arrayContaining(Object.values(bundledCommands).flat()))
  })
})

describe('a bundle is left where it lies', () => {
  const folder = makeFolder()
  const bundle = join(folder, 'bundles/eval.js')
  const mark = join(folder, '.tsbuildinfo')
  mkdirSync(join(folder, 'bundles'))
  copyFileSync(join(dist, 'bundles.js'), join(folder, 'bundles.js'))
  const { bundleFile }: typeof import('../src/bundles') = require(join(folder, 'bundles.js'))
  const write = (path: string, second: number): void => {
    writeFileSync(path, '')
    utimesSync(path, second, second)
  }

  it('if the compiler has written since, or before it was done', () => {
    write(bundle, 1000)
    write(mark, 1000)
    expect(bundleFile('eval')).toBe(bundle)
    for (const second of [999.99, 1000.01]) {
      write(mark, second)
      expect(bundleFile('eval')).toBeUndefined()
    }
  })

  it('unless it is that of a package, which has no mark of the compiler', () => {
    write(bundle, 1000)
    rmSync(mark, { force: true })
    expect(bundleFile('eval')).toBe(bundle)
    rmSync(bundle)
    expect(bundleFile('eval')).toBeUndefined()
  })
})
