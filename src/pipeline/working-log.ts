import type { Json, JsonObject } from '../json/json'
import { isCollection } from '../json/json-object'
import { LogAttributes } from './log-attributes'

/** What a log says beside its attributes when it enters the pipelines. */
export interface LogHead {
  readonly id: string
  readonly timeMs?: number | undefined
  readonly message?: string | undefined
  readonly service?: string | undefined
  readonly status?: string | undefined
  readonly host?: string | undefined
  readonly source?: string | undefined
  readonly traceId?: string | undefined
  readonly spanId?: string | undefined
  readonly tags: readonly string[]
}

/** Official fields of which the first remapper decides: of a status the first of all pipelines, else that of each (docs, Processors). */
export type DecidedOnce = 'status' | 'service' | 'message'

const nothingDecided: Readonly<Record<DecidedOnce, boolean>> = { status: false, service: false, message: false }
const statusDecided: Readonly<Record<DecidedOnce, boolean>> = { ...nothingDecided, status: true }

/**
 * One log while pipelines work on it. Filters look at it as at an event. It lives as long as its log is worked on, and
 * leaves what it was made from as it is.
 */
export class WorkingLog {
  readonly id: string
  message?: string
  service?: string
  status?: string
  host?: string
  readonly source?: string
  traceId?: string
  spanId?: string
  tags: readonly string[]
  /** When the log happened, as far as a remapper said. */
  remappedMs: number | undefined
  /** Set where a part of a pipeline was left out that may have changed what was asked. */
  isUncertain = false
  private readonly arrivedMs: number
  private readonly body: LogAttributes
  private decided: Readonly<Record<DecidedOnce, boolean>> = nothingDecided

  constructor(head: LogHead, attributes: JsonObject) {
    this.id = head.id
    if (head.message !== undefined) this.message = head.message
    if (head.service !== undefined) this.service = head.service
    if (head.status !== undefined) this.status = head.status
    if (head.host !== undefined) this.host = head.host
    if (head.source !== undefined) this.source = head.source
    if (head.traceId !== undefined) this.traceId = head.traceId
    if (head.spanId !== undefined) this.spanId = head.spanId
    this.tags = head.tags
    this.arrivedMs = head.timeMs ?? 0
    this.body = new LogAttributes(attributes)
  }

  get timeMs(): number {
    return this.remappedMs ?? this.arrivedMs
  }

  get attributes(): JsonObject {
    return this.body.all
  }

  /** The attributes, to read and to write. */
  get at(): LogAttributes {
    return this.body
  }

  /** Another pipeline begins: its remappers decide anew, but of the status (docs, Processors > Log status remapper). */
  enterPipeline(): void {
    if (this.decided !== nothingDecided) this.decided = this.decided.status ? statusDecided : nothingDecided
  }

  /** Whether this remapper is the first of its pipeline to decide a field, and so the one that does. */
  decides(field: DecidedOnce): boolean {
    if (this.decided[field]) return false
    this.decided = { ...this.decided, [field]: true }
    return true
  }
}

/**
 * A value of a log as a text: what stands in texts, tags and official fields. A fraction beyond ten million or below a
 * thousandth has an exponent, 1.736329118112E9 (observed: tests of the public Linux audit logs pipeline).
 */
export function textOfValue(value: Json): string {
  if (isCollection(value)) return JSON.stringify(value)
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 0.001 && size < 10_000_000) return String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
