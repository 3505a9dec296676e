#!/usr/bin/env node
import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { readyHelp } from './cli/help/ready-help'

const help = readyHelp(process.argv.slice(2), isatty(1) ? process.stdout.columns : undefined)
if (help === undefined || !isWritten(help)) void program().then(({ runProcess }) => runProcess())

async function program(): Promise<typeof import('./cli/process/run-process')> {
  const line = process.argv.slice(2)
  const { bundleFor, engineFlags, loadBundle } = await import('./bundles')
  // Before a bundle is loaded: the engine uses nothing that it compiled under other flags.
  const flags = engineFlags(line)
  if (flags.length > 0) {
    const { setFlagsFromString } = await import('node:v8')
    for (const flag of flags) setFlagsFromString(flag)
  }
  const bundle = bundleFor(line)
  if (bundle === undefined) return import('./cli/process/run-process')
  return loadBundle(bundle) as typeof import('./cli/process/run-process')
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
