/** A number for a text: equal texts have equal ones, and few others share them. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0 || 1
}

/**
 * The ids of all events of a run by their hashes, four bytes an id: enough to know of almost all that they stand alone.
 * Only those of which a hash came twice have to be told apart by the id itself.
 */
export class SeenIds {
  private slots = new Uint32Array(1024)
  private size = 0
  private readonly twice = new Set<number>()

  add(hash: number): void {
    if (this.size * 3 >= this.slots.length * 2) this.grow()
    const slot = this.slotOf(hash)
    if (this.slots[slot] === hash) this.twice.add(hash)
    else {
      this.slots[slot] = hash
      this.size += 1
    }
  }

  /** Whether another event may have the id of this hash. */
  mayRepeat(hash: number): boolean {
    return this.twice.has(hash)
  }

  private slotOf(hash: number): number {
    const mask = this.slots.length - 1
    // Hashes differ least in their lowest bits.
    let slot = (hash ^ (hash >>> 15)) & mask
    while (this.slots[slot] !== 0 && this.slots[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const before = this.slots
    this.slots = new Uint32Array(before.length * 2)
    for (const hash of before) if (hash !== 0) this.slots[this.slotOf(hash)] = hash
  }
}
