import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The built program, as it is installed. */
export const program = join(__dirname, '../../dist/main.js')

/** An environment with nothing of the developer's own in it. */
export const bareEnvironment = { PATH: process.env['PATH'] ?? '' }

/** Runs a shell line in which `ddac` is the built program. */
export function shell(line: string, cwd: string, env: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> {
  const script = `ddac() { "${process.execPath}" "${program}" "$@"; }\n${line}`
  return spawnSync('bash', ['--norc', '-c', script], { cwd, encoding: 'utf8', env: { ...bareEnvironment, ...env } })
}

/** Starts the built program; the caller ends it. */
export function start(argv: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [program, ...argv], { cwd, env: bareEnvironment })
}
