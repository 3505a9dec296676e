import type { CompiledRules } from '../../detect/compile-rules'
import type { GivenOfLogs } from '../../event/given'
import { usualRecords } from '../../event/mapping/usual-records'
import { RecordGlance } from './record-glance'

/** What is remembered for more queries would need too much room. */
const mostQueries = 20_000

/** Glances at the records of files; files of which the same is said share one, and what it remembers. */
export class Glances {
  private readonly byGiven = new Map<string, RecordGlance>()

  constructor(private readonly rules: CompiledRules) {}

  /** Undefined where what is said of a file lets its records become anything. */
  of(given: GivenOfLogs | undefined): RecordGlance | undefined {
    const [usual] = usualRecords
    const { processing, enrichment, nowMs: _, ...said } = given ?? {}
    if (this.rules.candidates.queries.length > mostQueries) return undefined
    if (usual === undefined || (processing !== undefined && said.stage !== 'processed')) return undefined
    const key = JSON.stringify([said, enrichment !== undefined])
    const glance = this.byGiven.get(key) ?? new RecordGlance(this.rules, usual, given)
    this.byGiven.set(key, glance)
    return glance
  }
}
