import { CappedList } from '../diagnostic/capped-list'
import type { Code } from '../diagnostic/codes'
import type { Finding, Path, Problem } from '../diagnostic/diagnostic'
import { findingAt } from '../diagnostic/diagnostic'
import { isUndecided } from '../diagnostic/standing'
import { mostOfFile } from '../diagnostic/told-of-file'

/** What comes to light while one rule is compiled: mistakes in it, and reasons why it cannot be evaluated. */
export class RuleNotes {
  private readonly list = new CappedList<Finding>(mostOfFile)
  private readonly reasons: string[] = []

  /** A mistake of the rule: it is found and, being an error, also keeps the rule from being evaluated. */
  mistake(code: Code, path: Path, message: string, help?: string): void {
    this.list.tell({ code, severity: 'error', message, path, ...(help !== undefined && { help }) })
  }

  /** Mistakes inside a text at `path`. */
  inText(path: Path, problems: readonly Problem[]): void {
    for (const problem of problems) this.list.tell(findingAt(path, problem))
  }

  add(findings: readonly Finding[]): void {
    this.list.tellAll(findings)
  }

  /** All that came to light; of very much, the first hundred mistakes. */
  get findings(): readonly Finding[] {
    return this.list.entries()
  }

  /** The rule may be right, but cannot be reproduced. */
  refuse(reason: string): void {
    this.reasons.push(reason)
  }

  /** Why the rule is not evaluated; undefined if it is. */
  reason(): string | undefined {
    const [refusal] = this.reasons
    if (refusal !== undefined) return refusal
    const obstacle = this.findings.find(({ severity, code }) => severity === 'error' || isUndecided(code))
    return obstacle && `${textOf(obstacle.path)}: ${obstacle.message}`
  }
}

/** A path as users write it: `queries[0].query`. */
function textOf(path: Path): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${key}`)).join('')
}
