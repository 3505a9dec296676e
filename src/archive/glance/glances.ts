import type { CompiledRules } from '../../detect/compile-rules'
import type { GivenOfLogs, RawProcessing } from '../../event/given'
import { usualRecords } from '../../event/mapping/usual-records'
import { LineGlance } from './line-glance'
import { ownRecords } from './own-records'
import { pipedRecords } from './piped-records'
import { RecordGlance } from './record-glance'
import type { RecordKind } from './record-kind'

/** What is remembered for more queries would need too much room. */
const mostQueries = 20_000

/** Glances at the records of files; files of which the same is said share one, and what it remembers. */
export class Glances {
  private readonly byKind = new Map<string, RecordGlance>()
  private readonly numbers = new Map<RawProcessing, number>()
  private last: RecordGlance | undefined
  private readonly lines = new Map<string, LineGlance | undefined>()

  constructor(private readonly rules: CompiledRules) {}

  /** Undefined where what is said of a file lets its records become anything, or the first of them tells more. */
  of(given: GivenOfLogs | undefined): RecordGlance | undefined {
    const [usual] = usualRecords
    if (usual === undefined || isPiped(given)) return undefined
    return this.known(keyOf(given), () => ownRecords(usual, given))
  }

  /** Of a file whose logs may pass pipelines: the glance at records like one of them, the first that can be read. */
  like(raw: unknown, given: GivenOfLogs | undefined): RecordGlance | undefined {
    if (given?.processing === undefined || !isPiped(given)) return undefined
    const kind = pipedRecords(raw, given)
    if (kind === undefined) return undefined
    const number = this.numberOf(given.processing)
    const { told, refused, unlisted, values, source, carried } = kind
    this.last = this.known(
      JSON.stringify([
        keyOf(given),
        number,
        source,
        told,
        refused,
        unlisted,
        values.map(({ place, may }) => [place, may(openObject, 0)]),
        carried,
      ]),
      () => kind,
    )
    return this.last
  }

  /** The one of which the next file is likely to need the memory: files that are read one after the other are alike. */
  likely(given: GivenOfLogs | undefined): RecordGlance | undefined {
    return isPiped(given) ? this.last : this.of(given)
  }

  /** What tells of lines of text. */
  ofLines(given: GivenOfLogs | undefined): LineGlance | undefined {
    if (given?.processing === undefined || this.rules.candidates.queries.length > mostQueries) return undefined
    const key = `${keyOf(given)} ${this.numberOf(given.processing)}`
    if (!this.lines.has(key)) this.lines.set(key, LineGlance.of(this.rules, given))
    return this.lines.get(key)
  }

  private numberOf(processing: RawProcessing): number {
    const number = this.numbers.get(processing) ?? this.numbers.size
    this.numbers.set(processing, number)
    return number
  }

  private known(key: string, kindOf: () => RecordKind): RecordGlance | undefined {
    if (this.rules.candidates.queries.length > mostQueries) return undefined
    const known = this.byKind.get(key)
    if (known !== undefined || this.byKind.size >= mostKinds) return known
    const glance = new RecordGlance(this.rules, kindOf())
    this.byKind.set(key, glance)
    return glance
  }
}

const openObject = 0x7b
/** Each has memory of its own. */
const mostKinds = 16

function isPiped(given: GivenOfLogs | undefined): boolean {
  return given?.processing !== undefined && given.stage !== 'processed'
}

/** What is said of a file, as far as it decides what becomes of its records. */
function keyOf(given: GivenOfLogs | undefined): string {
  const { processing: _, enrichment, nowMs: __, ...said } = given ?? {}
  return JSON.stringify([said, enrichment !== undefined])
}
