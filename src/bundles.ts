import { statSync } from 'node:fs'
import { join } from 'node:path'

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

function timeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
