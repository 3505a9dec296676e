import type { FoundRecord, HandedRecord } from '../raw-log-reading'

/** Usual records that some rule may want, on their way to whoever reads them: two buffers, which cost nothing to hand over. */
export interface SentRecords {
  readonly count: number
  /** UTF-8, one behind the other. */
  readonly texts: Uint8Array
  /** Of each record: where its text ends, where it lies (offset, line, column), how many queries can match it, and which. */
  readonly numbers: Float64Array
}

/** How many records are handed over with some news of a thread. */
export function recordsWith({ records }: { readonly kind: string; readonly records?: SentRecords }): number {
  return records?.count ?? 0
}

/** Gathers records as they are found; queries are named by numbers. */
export class RecordsToSend<Query> {
  count = 0
  bytes = 0
  private texts = new Uint8Array(0)
  private numbers: number[] = []

  constructor(private readonly numberOf: (query: Query) => number) {}

  add({ bytes, place: { offset, line, column }, candidates }: FoundRecord<Query>): void {
    this.reserve(bytes.length)
    this.texts.set(bytes, this.bytes)
    this.bytes += bytes.length
    this.count += 1
    this.numbers.push(this.bytes, offset, line, column, candidates.length)
    for (const query of candidates) this.numbers.push(this.numberOf(query))
  }

  take(): SentRecords {
    const { count, texts, bytes, numbers } = this
    this.count = 0
    this.bytes = 0
    this.texts = new Uint8Array(0)
    this.numbers = []
    return { count, texts: texts.subarray(0, bytes), numbers: Float64Array.from(numbers) }
  }

  private reserve(more: number): void {
    const needed = this.bytes + more
    if (needed <= this.texts.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.texts.length, 16 * 1024))
    larger.set(this.texts.subarray(0, this.bytes))
    this.texts = larger
  }
}

/** Reads them one by one, in the order in which they were found. */
export function* readSent<Query>(
  { count, texts, numbers }: SentRecords,
  queryOf: (number: number) => Query | undefined,
): Generator<HandedRecord<Query>> {
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.length)
  let at = 0
  let from = 0
  const next = (): number => {
    at += 1
    return numbers[at - 1] ?? 0
  }
  for (let left = count; left > 0; left -= 1) {
    const to = next()
    const place = { offset: next(), line: next(), column: next() }
    const candidates: Query[] = []
    for (let some = next(); some > 0; some -= 1) {
      const query = queryOf(next())
      if (query !== undefined) candidates.push(query)
    }
    yield { text: bytes.toString('utf8', from, to), place, candidates }
    from = to
  }
}

/** The buffers of records, to be handed over with them instead of being copied. */
export function buffersOfSent({ texts, numbers }: SentRecords): readonly ArrayBufferLike[] {
  return [texts.buffer, numbers.buffer]
}
