import { CappedList } from '../diagnostic/capped-list'
import type { Code } from '../diagnostic/codes'
import type { Finding, Path } from '../diagnostic/diagnostic'
import { mostOfFile } from '../diagnostic/told-of-file'
import { isJsonObject } from '../json/json-object'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import type { MapShape } from '../shape/shape'

const shapeCodes: ShapeCodes = {
  missing: 'T001',
  wrongType: 'T002',
  notAllowed: 'T002',
  unknownKey: 'T003',
  misplaced: 'T003',
  unread: 'T004',
  doubtful: 'T005',
  setByDatadog: 'T005',
  deprecated: 'T005',
}

export type Keys = Readonly<Record<string, unknown>>

/** Gathers what is wrong with a test file while it is read. */
export class FindingList {
  private readonly list = new CappedList<Finding>(mostOfFile)
  /** Every path at which, or below which, an error stands. */
  private readonly wrong = new Set<string>()

  /** All that is wrong; of very much, the first hundred mistakes. */
  get findings(): readonly Finding[] {
    return this.list.entries()
  }

  /** Holds a value against a shape; a key that does not exist is an error, for what it asks would never be checked. */
  check(shape: MapShape, value: unknown, path: Path): Keys | undefined {
    const checked = checkShape(shape, value, shapeCodes, path)
    for (const finding of checked.findings) this.tell(asError(finding, shape))
    return isJsonObject(checked.value) ? checked.value : undefined
  }

  error(code: Code, path: Path, message: string, help?: string, on?: 'key'): undefined {
    this.tell({ code, severity: 'error', message, ...(help && { help }), path, ...(on && { on }) })
  }

  warn(code: Code, path: Path, message: string, help?: string, on?: 'key'): void {
    this.tell({ code, severity: 'warning', message, ...(help && { help }), path, ...(on && { on }) })
  }

  /** Whether something at or below `path` is an error. */
  hasErrorUnder(path: Path): boolean {
    return this.wrong.has(JSON.stringify(path))
  }

  private tell(finding: Finding): void {
    this.list.tell(finding)
    if (finding.severity !== 'error') return
    for (let depth = 0; depth <= finding.path.length; depth++) {
      this.wrong.add(JSON.stringify(finding.path.slice(0, depth)))
    }
  }
}

function asError(finding: Finding, shape: MapShape): Finding {
  if (finding.code !== 'T003') return finding
  const isUnknown = finding.help?.startsWith('it is kept')
  const help = isUnknown ? `known keys: ${Object.keys(shape.fields).join(', ')}` : finding.help
  return { ...finding, severity: 'error', ...(help && { help }) }
}
