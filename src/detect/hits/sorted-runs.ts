/** Room outside of memory: for blocks of bytes that are written once and read in order, any number of times. */
export interface Spill {
  write(blocks: Iterable<Uint8Array>): SpilledBlocks
}

/** Blocks that were written. */
export interface SpilledBlocks {
  read(): Iterable<Uint8Array>
}

/** How items stand in blocks, and in what order. */
export interface BlockForm<Item, Block> {
  compare(a: Item, b: Item): number
  /** Items in their order as one block. */
  blockOf(items: readonly Item[]): Block
  itemsOf(block: Block): Iterator<Item>
  bytesOf(block: Block): number
  /** For the room outside. */
  pack(block: Block): Uint8Array
  unpack(bytes: Uint8Array): Block
}

/** So much is kept in memory before it is spilled. */
const usualBytes = 32 * 1024 * 1024
/** Items of a block that is spilled: so many of each run are at hand while runs are merged. */
const itemsOfBlock = 512

/**
 * Items that come in blocks, in order within each, and leave in order over all, as often as asked. What is more than the
 * budget lies outside of memory, where there is room; however many there are, as much is held.
 */
export class SortedRuns<Item, Block> {
  private held: Block[] = []
  private bytes = 0
  private readonly spilled: SpilledBlocks[] = []

  constructor(
    private readonly form: BlockForm<Item, Block>,
    private readonly spill: Spill | undefined,
    private readonly mostBytes = usualBytes,
  ) {}

  /** Takes a block whose items are in order. */
  add(block: Block): void {
    this.held.push(block)
    this.bytes += this.form.bytesOf(block)
    if (this.bytes <= this.mostBytes || this.spill === undefined) return
    this.spilled.push(this.spill.write(this.packed(merge(this.form, this.held.map(this.itemsOf)))))
    this.held = []
    this.bytes = 0
  }

  /** `read` is another way to read the items of a block: some of them. */
  inOrder(read: (block: Block) => Iterator<Item> = this.itemsOf): Generator<Item> {
    const { form } = this
    function* itemsOf(blocks: SpilledBlocks): Generator<Item> {
      for (const bytes of blocks.read()) {
        const items = read(form.unpack(bytes))
        for (let next = items.next(); !next.done; next = items.next()) yield next.value
      }
    }
    return merge(form, [...this.spilled.map(itemsOf), ...this.held.map(read)])
  }

  private readonly itemsOf = (block: Block): Iterator<Item> => this.form.itemsOf(block)

  private *packed(items: Iterable<Item>): Generator<Uint8Array> {
    let some: Item[] = []
    for (const item of items) {
      some.push(item)
      if (some.length < itemsOfBlock) continue
      yield this.form.pack(this.form.blockOf(some))
      some = []
    }
    if (some.length > 0) yield this.form.pack(this.form.blockOf(some))
  }
}

interface Cursor<Item> {
  readonly items: Iterator<Item>
  /** Equal items leave in the order of their runs. */
  readonly rank: number
  item: Item
}

/** Merges runs that are in order: the cursors stand in a heap, the one with the least item first. */
function* merge<Item>({ compare }: { compare(a: Item, b: Item): number }, runs: readonly Iterator<Item>[]) {
  const heap: Cursor<Item>[] = []
  const isBefore = (a: Cursor<Item> | undefined, b: Cursor<Item> | undefined): boolean => {
    if (a === undefined || b === undefined) return false
    return (compare(a.item, b.item) || a.rank - b.rank) < 0
  }
  const sink = (from: number): void => {
    for (let at = from; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const least = isBefore(heap[right], heap[left]) ? right : left
      const [above, below] = [heap[at], heap[least]]
      if (above === undefined || below === undefined || !isBefore(below, above)) return
      heap[at] = below
      heap[least] = above
      at = least
    }
  }
  for (const [rank, items] of runs.entries()) {
    const first = items.next()
    if (!first.done) heap.push({ items, rank, item: first.value })
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(at)
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.item
    const next = first.items.next()
    if (!next.done) first.item = next.value
    else {
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) heap[0] = last
    }
    sink(0)
  }
}
