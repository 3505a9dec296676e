import { isAscii } from 'node:buffer'
import { copyFileSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import vm, { Script } from 'node:vm'
import { glanceProgram } from '../src/archive/glance/programs/pass-program'
import { bundledCommands, keptFile, sealOf } from '../src/bundles'
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

  it.each([...Object.keys(bundledCommands), 'pass-thread'])(
    '%s stands beside the licences of the packages in it',
    (name) => {
      const content = readFileSync(join(dist, 'bundles', `${name}.js`))
      const packages = [...String(content).matchAll(/^ *\/\/ node_modules\/([^/]+)\//gm)].map(([, each = '']) => each)
      const { packages: locked } = JSON.parse(readFileSync(join(dist, '../package-lock.json'), 'utf8'))
      const licences = readFileSync(join(dist, 'bundles/LICENCES.txt'), 'utf8')
      expect(packages).toContain('ipaddr.js')
      for (const each of new Set(packages)) {
        const { version, dev } = locked[`node_modules/${each}`]
        expect({ dev, isThere: licences.includes(`${each} ${version}\n\n`) }).toEqual({ dev: undefined, isThere: true })
      }
      // Other texts take twice the memory, and longer to read.
      expect(isAscii(content)).toBe(true)
    },
  )
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

describe('what the build has kept of a bundle compiled', () => {
  const folder = makeFolder({ 'bundles/near.js': "exports.name = 'near'" })
  const bundleOf = (name: string): string => join(folder, 'bundles', `${name}.js`)
  mkdirSync(join(folder, 'compiled'))
  copyFileSync(join(dist, 'bundles.js'), join(folder, 'bundles.js'))
  const { loadBundle }: typeof import('../src/bundles') = require(join(folder, 'bundles.js'))
  const text = "exports.tell = () => 'one'; exports.near = require('./near').name; exports.fail = () => fails()"
  const scripts: { script: Script; cachedData: Buffer | undefined }[] = []

  /**
   * What a bundle tells, and what the engine has done with what was kept of it. Each has its name, for what the engine has
   * compiled in this process it takes again by itself.
   */
  function load(name: string, content: string, kept?: Buffer): { told: unknown; from: 'text' | 'kept' | 'refused' } {
    writeFileSync(bundleOf(name), content)
    if (kept) writeFileSync(join(folder, 'compiled', basename(keptFile(name))), kept)
    const { tell } = loadBundle(bundleOf(name)) as { tell: () => unknown }
    const { script, cachedData } = scripts.at(-1) ?? {}
    const from = cachedData === undefined ? 'text' : script?.cachedDataRejected ? 'refused' : 'kept'
    return { told: tell(), from }
  }

  let data: Buffer
  beforeAll(() => {
    const seen = class extends Script {
      constructor(code: string, options: vm.ScriptOptions) {
        super(code, options)
        scripts.push({ script: this, cachedData: options.cachedData as Buffer | undefined })
      }
    }
    Object.assign(vm, { Script: seen })
    expect(load('first', text)).toEqual({ told: 'one', from: 'text' })
    data = scripts.at(-1)?.script.createCachedData() ?? Buffer.alloc(0)
  })
  afterAll(() => {
    Object.assign(vm, { Script })
  })

  const sealed = (bytes: Buffer, of = text): Buffer => Buffer.concat([bytes, sealOf(Buffer.from(of), bytes)])
  const changedAt = (at: number, bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    return changed
  }

  it.each<[string, string, 'text' | 'kept' | 'refused', () => Buffer]>([
    ['is used', text, 'kept', () => sealed(data)],
    ['is not used for another bundle of the same length', text.replace('one', 'two'), 'text', () => sealed(data)],
    ['is not used where it is damaged', text, 'text', () => changedAt(data.length >> 1, sealed(data))],
    ['is not used where its seal is damaged', text, 'text', () => changedAt(data.length, sealed(data))],
    ['is not used where its end is missing', text, 'text', () => sealed(data).subarray(0, -1)],
    ['is not used where it is empty', text, 'text', () => Buffer.alloc(0)],
    // Its fourth word tells the options with which it was compiled.
    ['is left by an engine with other options', text, 'refused', () => sealed(changedAt(12, data))],
    ['is left where it holds nothing', text, 'refused', () => sealed(Buffer.alloc(0))],
  ])('%s', (name, content, from, kept) => {
    const told = content.includes('one') ? 'one' : 'two'
    expect(load(name.replaceAll(' ', '-'), content, kept())).toEqual({ told, from })
  })

  it('may be missing, and the text may hold any characters', () => {
    expect(load('missing', "exports.tell = () => 'ä€'")).toEqual({ told: 'ä€', from: 'text' })
  })

  it('changes nothing of what a bundle sees, and of the places of its errors', () => {
    const bundle = bundleOf('eval')
    writeFileSync(bundle, `${text}\nexports.sees = [typeof this, __filename, __dirname, module.exports === exports]`)
    const loaded = loadBundle(bundle) as Record<string, unknown> & { fail: () => void }
    const required: typeof loaded = require(bundle)
    delete require.cache[bundle]
    const placeOf = ({ fail }: typeof loaded): unknown => {
      try {
        return fail()
      } catch (error) {
        return (error as Error).stack?.split('\n').slice(0, 2)
      }
    }
    expect(placeOf(loaded)).toEqual(placeOf(required))
    expect([loaded['near'], loaded['sees']]).toEqual([required['near'], required['sees']])
    expect(placeOf(loaded)).toEqual(['ReferenceError: fails is not defined', expect.stringContaining(`${bundle}:1:`)])
  })
})
