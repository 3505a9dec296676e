import { isAscii } from 'node:buffer'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

/** Commands whose code the build also puts into one file each, or into one for several: loading hundreds costs more than most of them do. */
export const bundledCommands = {
  eval: ['eval'],
  usual: ['validate', 'test', 'plan', 'apply', 'drift'],
  effect: ['impact', 'suppress'],
} as const

/** The bundle for a command line, by its first word; others, and those that begin with an option, go without. */
export function bundleFor([word = '']: readonly string[]): string | undefined {
  for (const [bundle, commands] of Object.entries(bundledCommands)) {
    if (commands.some((command) => command === word)) return bundleFile(bundle)
  }
  return undefined
}

/**
 * The file of a bundle: `.ci/bundle.cjs` makes them of all that stands below this folder. Undefined where it made none, or
 * made it before the compiler last wrote here.
 */
export function bundleFile(bundle: string): string | undefined {
  const file = join(__dirname, 'bundles', `${bundle}.js`)
  const made = timeOf(file)
  const compiled = timeOf(join(__dirname, '.tsbuildinfo'))
  // A package has no mark of the compiler.
  return made !== undefined && (compiled === undefined || Math.abs(made - compiled) < 1) ? file : undefined
}

/** What the engine is told of the program that a command line runs. */
export function engineFlags([word = '']: readonly string[]): readonly string[] {
  const readsArchives = [...bundledCommands.eval, ...bundledCommands.effect].some((command) => command === word)
  return [...(process.versions.node.startsWith('20.') ? [budget] : []), ...(readsArchives ? [heapGrowth] : [])]
}

/**
 * Most commands run for a second or a few, of which Node 20 would spend a third on optimising code that is soon done with
 * (measured against half of this budget: validate and test of the shipped rules take 15 % less of the processor, eval of a
 * million records 5 % with them and 8 % with 63 rules, which take 10 % more with 2.5 times the budget). Newer Nodes have a
 * middle tier, and keep their own measure.
 */
const budget = '--interrupt-budget=600000'

/**
 * Where threads read archives, each of them would let four times what it uses pile up before it looks for what is not used any
 * more: with a thousand rules 515 MB in all, 371 with 1.8 times, in the same time.
 */
const heapGrowth = '--heap-growing-percent=80'

const head = '(function (exports, require, module, __filename, __dirname) { '

/** Runs a bundle as `require` would, and gives what it exports. What the build has kept of it compiled is not compiled again. */
export function loadBundle(file: string): unknown {
  const content = readFileSync(file)
  const cachedData = keptOf(file, content)
  const text = content.toString(isAscii(content) ? 'latin1' : 'utf8')
  const script = new Script(`${head}${text}\n})`, {
    filename: file,
    columnOffset: -head.length,
    ...(cachedData && { cachedData }),
  })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
  return module.exports
}

/** Where the build keeps what engines like this one have compiled of a bundle. */
export function keptFile(bundle: string): string {
  const { version, platform, arch } = process
  return join(__dirname, 'compiled', `${bundle}-${version}-${platform}-${arch}`)
}

/**
 * What is kept of a bundle with just this content, and undamaged: of both the engine itself looks at the lengths alone. It also
 * leaves what was compiled with other options of Node.
 */
function keptOf(file: string, content: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(keptFile(basename(file, '.js')))
    const data = kept.subarray(0, -sealBytes)
    return sealOf(content, data).equals(kept.subarray(-sealBytes)) ? data : undefined
  } catch {
    return undefined
  }
}

const sealBytes = 4

/** What ends a file of compiled code. */
export function sealOf(content: Buffer, data: Buffer): Buffer {
  const seal = Buffer.alloc(sealBytes)
  seal.writeUInt32LE(crc32(data, crc32(content)))
  return seal
}

function timeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
