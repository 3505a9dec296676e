#!/usr/bin/env node
import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { readyHelp } from './cli/help/ready-help'

const help = readyHelp(process.argv.slice(2), isatty(1) ? process.stdout.columns : undefined)
if (help === undefined || !isWritten(help)) void program().then(({ runProcess }) => runProcess())

async function program(): Promise<typeof import('./cli/process/run-process')> {
  const { bundledCommands, bundleFor, loadBundle } = await import('./bundles')
  const line = process.argv.slice(2)
  await setEngine([...bundledCommands.eval, ...bundledCommands.effect].some((command) => command === line[0]))
  const bundle = bundleFor(line)
  if (bundle === undefined) return import('./cli/process/run-process')
  return loadBundle(bundle) as typeof import('./cli/process/run-process')
}

/**
 * Tells the engine what its programs are like, before a bundle is loaded: it uses nothing that it compiled under other flags.
 *
 * Most commands run for a second or a few, of which Node 20 would spend a third on optimising code that is soon done with
 * (measured against half of this budget: validate and test of the shipped rules take 15 % less of the processor, eval of a
 * million records 5 % with them and 8 % with 63 rules, which take 10 % more with 2.5 times the budget). Newer Nodes have a
 * middle tier, and keep their own measure.
 *
 * Where threads read archives, each of them would let four times what it uses pile up before it looks for what is not used any
 * more: with a thousand rules 515 MB in all, 371 with 1.8 times, in the same time.
 */
async function setEngine(readsArchives: boolean): Promise<void> {
  const flags = [
    ...(process.versions.node.startsWith('20.') ? ['--interrupt-budget=600000'] : []),
    ...(readsArchives ? ['--heap-growing-percent=80'] : []),
  ]
  if (flags.length === 0) return
  const { setFlagsFromString } = await import('node:v8')
  for (const flag of flags) setFlagsFromString(flag)
}

/** A reader that has gone, or a disk that is full, is for the whole program to tell, which comes to it again. */
function isWritten(text: string): boolean {
  try {
    const bytes = Buffer.from(text)
    return writeSync(1, bytes) === bytes.length
  } catch {
    return false
  }
}
