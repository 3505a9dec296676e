#!/usr/bin/env node
import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { readyHelp } from './cli/help/ready-help'

const help = readyHelp(process.argv.slice(2), isatty(1) ? process.stdout.columns : undefined)
if (help === undefined || !isWritten(help)) void program().then(({ runProcess }) => runProcess())

async function program(): Promise<typeof import('./cli/process/run-process')> {
  const { bundleFor } = await import('./bundles')
  const bundle = bundleFor(process.argv.slice(2))
  return bundle === undefined ? import('./cli/process/run-process') : import(bundle)
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
