import type { Finding } from '../diagnostic/diagnostic'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import type { RuleLock } from './lock'
import { lockShape, lockVersion } from './lock-shape'

const lockCodes: ShapeCodes = {
  missing: 'D301',
  wrongType: 'D302',
  notAllowed: 'D302',
  unknownKey: 'D303',
  unread: 'D302',
  doubtful: 'D302',
  setByDatadog: 'D303',
  deprecated: 'D303',
}

/** Reads the plain data of `ddac.lock.yaml`. The locks are given if no finding is an error. */
export function readLock(document: { readonly value: unknown }): {
  readonly locks: readonly RuleLock[] | undefined
  readonly findings: readonly Finding[]
} {
  // Text that is not YAML is told where it was read.
  if (document.value === undefined) return { locks: undefined, findings: [] }
  const { value, findings: misfits } = checkShape(lockShape, document.value, lockCodes)
  const { version, rules } = (value ?? {}) as WrittenLock
  const findings = [
    ...misfits.map(tellsHowToRepair),
    ...(version === undefined || version === lockVersion ? [] : [otherVersion(version)]),
  ]
  if (findings.some(({ severity }) => severity === 'error')) return { locks: undefined, findings }
  return { locks: Object.entries(rules ?? {}).map(([id, lock]) => ({ id, ...lock })), findings }
}

interface WrittenLock {
  readonly version?: number
  readonly rules?: Readonly<Record<string, Omit<RuleLock, 'id'>>>
}

/** Nobody writes a lock by hand, so a mistake in it is damage, as by a merge. */
function tellsHowToRepair(finding: Finding): Finding {
  if (finding.severity !== 'error') return finding
  return { ...finding, help: 'take the file from git again, or remove it: it is then written anew' }
}

function otherVersion(version: number): Finding {
  const message = `the lock is written in version ${version}, this program reads version ${lockVersion}`
  const help = 'use the version of ddac that wrote it, or remove the file: it is then written anew'
  return { code: 'D304', severity: 'error', message, help, path: ['version'] }
}
