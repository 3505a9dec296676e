import { CappedList } from '../diagnostic/capped-list'
import type { Code } from '../diagnostic/codes'
import { codes } from '../diagnostic/codes'
import type { Finding, Path } from '../diagnostic/diagnostic'
import { quoted } from '../diagnostic/shown'
import { isUnread } from '../diagnostic/standing'
import { mostOfFile } from '../diagnostic/told-of-file'
import { isJsonObject } from '../json/json-object'
import { checks } from './all-checks'
import type { Level } from './check'
import { nearestPage } from './pages/nearest-page'

/** Levels by the name or the code of a check, or by the code of any other finding. */
export type Levels = Readonly<Record<string, Level>>

const levelNames: readonly Level[] = ['error', 'warning', 'info', 'off']

/** Reads `policy.lint` of ddac.yaml; `path` is where it stands there. What cannot be read is told and left out. */
export function readLevels(
  value: unknown,
  path: Path = [],
): { readonly levels: Levels; readonly findings: readonly Finding[] } {
  if (value === undefined || value === null) return { levels: {}, findings: [] }
  if (!isJsonObject(value)) {
    const help = 'write one line a check: case-order: off'
    return { levels: {}, findings: [tell('W202', path, 'the levels of checks should be a map of names', help)] }
  }
  const findings = new CappedList<Finding>(mostOfFile)
  const levels: [string, Level][] = []
  for (const [name, level] of Object.entries(value)) {
    const here = [...path, name]
    if (!isKnown(name)) findings.tell(findings.isFull('errors') ? tell('W201', here, '', '') : unknownCheck(name, here))
    else if (!isLevel(level)) {
      const help = `write one of ${levelNames.join(', ')}`
      findings.tell(tell('W202', here, `${quoted(String(level))} is not a level`, help))
    } else if (isAlwaysError(name) && level !== 'error') {
      const help = 'a rule with this mistake cannot be evaluated; remove the line'
      findings.tell({ ...tell('W203', here, `${name} is always an error`, help), severity: 'warning', on: 'key' })
    } else levels.push([name, level])
  }
  return { levels: Object.fromEntries(levels), findings: findings.entries() }
}

/**
 * Gives a finding the level that the workspace wants, or undefined if it is switched off. Errors that are no check's
 * opinion but keep a rule from being read or evaluated stay errors.
 */
export function relevel(finding: Finding, levels: Levels): Finding | undefined {
  const check = checks.find(({ code }) => code === finding.code)
  if (check === undefined && finding.severity === 'error') return finding
  const level = levelFor(finding.code, levels) ?? finding.severity
  if (level === 'off') return undefined
  return level === finding.severity ? finding : { ...finding, severity: level }
}

/** The level that the workspace sets for a code, by name or by the code itself. */
export function levelFor(code: Code, levels: Levels): Level | undefined {
  const name = checks.find((check) => check.code === code)?.name
  if (name !== undefined && Object.hasOwn(levels, name)) return levels[name]
  return Object.hasOwn(levels, code) ? levels[code] : undefined
}

function isKnown(name: string): boolean {
  return Object.hasOwn(codes, name) || checks.some((check) => check.name === name)
}

function isLevel(level: unknown): level is Level {
  return levelNames.some((name) => name === level)
}

/** Texts that do not parse, and what the evaluator cannot make sense of. */
function isAlwaysError(name: string): boolean {
  return /^R2\d\d$/.test(name) || (Object.hasOwn(codes, name) && isUnread(name as Code))
}

function unknownCheck(name: string, path: Path): Finding {
  const near = nearestPage(name)
  const help = near ? `did you mean ${near}?` : '"ddac explain --checks" and "ddac explain --codes" list all names'
  return { ...tell('W201', path, `there is no check "${name}"`, help), on: 'key' }
}

function tell(code: Code, path: Path, message: string, help: string): Finding {
  return { code, severity: 'error', message, help, path }
}
