import { cpSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { format } from 'node:util'
import { transformSync } from '@swc/core'
import ts from 'typescript'
import { makeFolder } from '../cli/run-in-process'

const root = join(__dirname, '../..')

/**
 * A copy of the sources that can be changed and run. Its files are compiled as they are asked for, inside this process;
 * packages are those of the repository.
 */
export interface Scratch {
  readonly folder: string
  /** What a file of the copy exports. */
  load(path: string): unknown
  /** What the compiler finds wrong in files of the copy. */
  mistakesIn(paths: readonly string[]): readonly string[]
  /** Declares those tests of a file of the copy whose whole name has `name` in it. */
  declareTests(path: string, name: string): void
}

export function makeScratch(): Scratch {
  const folder = makeFolder()
  // The command line reads its version and the grounds of behaviours from beside its sources.
  for (const part of ['src', 'test', 'rules', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.includes('.ddac/') })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const modules = new Map<string, { exports: unknown }>()

  const load = (file: string, globals: object = {}): unknown => {
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} }
    modules.set(file, module)
    const code = file.endsWith('.ts') ? compiled(readFileSync(file, 'utf8'), file) : readFileSync(file, 'utf8')
    const loadFrom = (name: string): unknown =>
      name.startsWith('.') ? load(fileNamed(resolve(dirname(file), name)), globals) : require(name)
    const names = ['require', 'module', 'exports', '__dirname', '__filename', ...Object.keys(globals)]
    const values = [loadFrom, module, module.exports, dirname(file), file, ...Object.values(globals)]
    new Function(...names, code)(...values)
    return module.exports
  }

  return {
    folder,
    load: (path) => load(join(folder, path)),
    mistakesIn: (paths) => mistakesIn(folder, paths),
    declareTests: (path, name) => {
      // Each time anew, since its tests belong to where it is loaded.
      modules.delete(join(folder, path))
      load(join(folder, path), testsNamed(name))
    },
  }
}

function compiled(text: string, filename: string): string {
  return transformSync(text, {
    filename,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
  }).code
}

/**
 * By the options of the house. Only these files are looked at; of what they import and is as it was, the declarations of
 * the built program are read, which say the same in a fraction of the time.
 */
function mistakesIn(folder: string, paths: readonly string[]): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const [sources, built] = [join(folder, 'src/'), join(root, 'dist/')]
  const cache = ts.createModuleResolutionCache(root, (path) => path, options)
  const readInstead = (file: string): string => {
    const from = [sources, built].find((place) => file.startsWith(place))
    const name = from && file.slice(from.length).replace(/(\.d)?\.ts$/, '')
    if (name === undefined) return file
    return paths.includes(`src/${name}.ts`) ? join(sources, `${name}.ts`) : join(built, `${name}.d.ts`)
  }
  const host = ts.createCompilerHost(options)
  host.resolveModuleNameLiterals = (names, importer) =>
    names.map(({ text }) => {
      const { resolvedModule } = ts.resolveModuleName(text, importer, options, host, cache)
      if (resolvedModule === undefined) return { resolvedModule }
      const resolvedFileName = readInstead(resolvedModule.resolvedFileName)
      const extension = resolvedFileName.endsWith('.d.ts') ? ts.Extension.Dts : resolvedModule.extension
      return { resolvedModule: { ...resolvedModule, resolvedFileName, extension } }
    })
  const program = ts.createProgram(
    paths.map((path) => join(folder, path)),
    options,
    host,
  )
  return paths
    .flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(join(folder, path))))
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
}

function fileNamed(path: string): string {
  const found = ['', '.ts', '.cjs'].map((end) => `${path}${end}`).find((file) => isFile(file))
  if (found === undefined) throw new Error(`there is no ${path}`)
  return found
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

type Body = (...row: readonly unknown[]) => unknown
type Declare = (name: string, body: Body, timeout?: number) => void
/** `it`, `test` and `describe` that leave out tests without `wanted` in their name, as `jest -t` does. */
function testsNamed(wanted: string) {
  const above: string[] = []
  const it: Declare = (name, body, timeout) => {
    if ([...above, name].join(' ').includes(wanted)) globalThis.it(name, async () => body(), timeout)
  }
  const describe: Declare = (name, body) => {
    globalThis.describe(name, () => {
      above.push(name)
      body()
      above.pop()
    })
  }
  return { it: withEach(it), test: withEach(it), describe: withEach(describe) }
}

/** The rows of a table, each under its own name: `%s` is filled from a row, `$key` from an object. */
function withEach(declare: Declare) {
  const each = (table: readonly unknown[]) => (name: string, body: Body, timeout?: number) => {
    for (const one of table) {
      const row: readonly unknown[] = Array.isArray(one) ? one : [one]
      const places = name.match(/%[sjo#p]/g)?.length ?? 0
      const filled = format(name, ...row.slice(0, places)).replace(/\$(\w+)/g, (_, key) => String(Object(one)[key]))
      declare(filled, () => body(...row), timeout)
    }
  }
  return Object.assign(declare, { each })
}
