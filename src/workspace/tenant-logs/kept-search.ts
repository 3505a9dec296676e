import { appendFileSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { contentDigest } from '../../json/canonical-json'
import type { JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { asNumber, isText } from '../../json/json-text'
import { diskError } from '../disk-error'
import { writeText } from '../write-text'
import type { Page } from './log-source'

/** A stretch of time, both ends within. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** A stretch that is being fetched: the cursor is where the next page begins, `logs` how many came. */
interface OpenStretch extends Stretch {
  readonly cursor?: string
  readonly logs: number
}

/** A stretch that is still to be fetched. */
interface MissingStretch extends OpenStretch {
  /** What is kept does not adjoin it, or begins long before it, and goes. */
  readonly isAnew?: true
}

interface State {
  /** What was fetched whole. */
  readonly covered?: Stretch
  readonly open?: OpenStretch
  /** The length of the file of logs up to which its pages are whole. */
  readonly bytes: number
}

/** A log may reach the index this much later than it says it happened: so far back a later fetch begins. */
const overlapMs = 3_600_000

/**
 * The logs of one search, kept in a file of a log a line, with a small one beside it that says how far they reach. A page
 * counts once the small one says so, and is never half: what an interrupted write left behind is cut off.
 */
export class KeptSearch {
  /** The file of the logs. */
  readonly path: string
  private readonly statePath: string
  private state: State

  constructor(
    folder: string,
    readonly query: string,
    host: string,
  ) {
    const name = contentDigest([host, query], 24)
    this.path = join(folder, `${name}.ndjson`)
    this.statePath = join(folder, `${name}.json`)
    this.state = readState(this.statePath)
    const size = this.size()
    if (size < this.state.bytes) this.state = { bytes: 0 }
    if (size > this.state.bytes) this.onDisk(() => truncateSync(this.path, this.state.bytes))
  }

  hasLogs(): boolean {
    return this.state.bytes > 0
  }

  /** Throws where what was kept is gone, or another run writes it too: what is left would pass for all that there is. */
  check(): void {
    const { bytes } = this.state
    const size = this.size()
    if (size === bytes) return
    if (size < bytes) this.save({ bytes: 0 })
    const how = size < bytes ? 'is gone, or not what was written' : 'is written by another run at the same time'
    throw new WorldError('write-failed', `${this.path} ${how}`, 'Run it again; what is missing is fetched then.')
  }

  /** The stretches that are still to be fetched for one that is asked for; what was begun goes on first. */
  missing({ fromMs, toMs }: Stretch): readonly MissingStretch[] {
    const { covered, open } = this.state
    const kept = covered && open ? unionOf(covered, open) : (covered ?? open)
    const isOutdated = kept !== undefined && fromMs - kept.fromMs > 2 * (toMs - fromMs)
    if (kept === undefined || isOutdated || kept.toMs < fromMs || kept.fromMs > toMs) {
      return [{ fromMs, toMs, logs: 0, isAnew: true }]
    }
    return [
      ...(open ? [open] : []),
      ...(fromMs < kept.fromMs ? [{ fromMs, toMs: kept.fromMs, logs: 0 }] : []),
      ...(toMs > kept.toMs ? [{ fromMs: Math.max(kept.fromMs, kept.toMs - overlapMs), toMs, logs: 0 }] : []),
    ]
  }

  /** Begins a stretch, or goes on with the one that was begun. */
  begin(stretch: MissingStretch): OpenStretch {
    const { open } = this.state
    const { isAnew, fromMs, toMs } = stretch
    if (open && !isAnew && open.fromMs === fromMs && open.toMs === toMs) return open
    if (isAnew) {
      this.save({ bytes: 0 })
      this.onDisk(() => rmSync(this.path, { force: true }))
    }
    const begun = { fromMs, toMs, logs: 0 }
    this.save({ ...this.state, open: begun })
    return begun
  }

  /** Takes a page in. After the last one the stretch is whole. */
  add(open: OpenStretch, { items, next }: Pick<Page, 'items' | 'next'>): OpenStretch | undefined {
    const text = items.map((item) => `${JSON.stringify(item)}\n`).join('')
    this.check()
    this.onDisk(() => appendFileSync(this.path, text, { mode: 0o600 }))
    const bytes = this.state.bytes + Buffer.byteLength(text)
    const { fromMs, toMs } = open
    if (next !== undefined) {
      const further = { fromMs, toMs, cursor: next, logs: open.logs + items.length }
      this.save({ ...this.state, bytes, open: further })
      return further
    }
    const { covered = open } = this.state
    this.save({ bytes, covered: unionOf(covered, open) })
    return undefined
  }

  /** Forgets how far a stretch was: its cursor is not known any more. */
  restart(open: OpenStretch): OpenStretch {
    const { open: _, ...state } = this.state
    this.save(state)
    return this.begin({ ...open, logs: 0 })
  }

  private size(): number {
    return this.onDisk(() => statSync(this.path, { throwIfNoEntry: false })?.size ?? 0)
  }

  private onDisk<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw diskError(error, 'write', this.path)
    }
  }

  private save(state: State): void {
    this.state = state
    writeText(this.statePath, `${JSON.stringify({ query: this.query, ...state })}\n`, this.statePath, 0o600)
  }
}

/** What stands there, or a new beginning where it cannot be understood: the logs can be fetched again. */
function readState(path: string): State {
  try {
    const { covered, open, bytes } = asObject(JSON.parse(readFileSync(path, 'utf8'))) ?? {}
    const [whole, begun] = [stretchIn(asObject(covered)), stretchIn(asObject(open))]
    if (asNumber(bytes) === undefined) return { bytes: 0 }
    const { cursor, logs } = asObject(open) ?? {}
    return {
      bytes: Number(bytes),
      ...(whole && { covered: whole }),
      ...(begun && { open: { ...begun, logs: asNumber(logs) ?? 0, ...(isText(cursor) && { cursor }) } }),
    }
  } catch {
    return { bytes: 0 }
  }
}

function unionOf(a: Stretch, b: Stretch): Stretch {
  return { fromMs: Math.min(a.fromMs, b.fromMs), toMs: Math.max(a.toMs, b.toMs) }
}

function stretchIn(value: JsonObject | undefined): Stretch | undefined {
  const [fromMs, toMs] = [asNumber(value?.fromMs), asNumber(value?.toMs)]
  return fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs }
}
