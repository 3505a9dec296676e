import { printYaml } from '../yaml/print-yaml'
import { writtenForm } from '../yaml/written-form'
import type { RuleLock } from './lock'
import { lockShape, lockVersion } from './lock-shape'

/** Locks as the text of `ddac.lock.yaml`: by id, so that the same locks always give the same bytes. */
export function printLock(locks: readonly RuleLock[]): string {
  const byId = new Map(locks.map(({ id, ...lock }) => [id, lock]))
  const rules = Object.fromEntries([...byId].sort(([left], [right]) => (left < right ? -1 : 1)))
  return `${head}${printYaml(writtenForm(lockShape, { version: lockVersion, rules }))}`
}

const head = `# What Datadog's default rules said when their overrides were last looked at. Written by ddac; keep it in git.
`
