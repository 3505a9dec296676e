import {
  beginning,
  entryHead,
  kindAlone,
  knownBits,
  knownBytes,
  longestSignature,
  nodeHead,
  programMemory,
} from './programs/program-memory'

/** So many signatures are remembered at once, unless it is said. */
export const mostSignatures = 40_000
const mostBytes = 8 * 1024 * 1024
/** What a record may add at most is kept free: for each query a signature, and a node of its own. */
const fewestFree = 64 * 1024
const freePerQuery = longestSignature + 1024

/** What is to be looked at next of a record. */
export interface Ahead {
  /** The slots of the places. */
  readonly slots: readonly number[]
  /** Of these it only matters what kind of value stands there. */
  readonly kinds?: readonly number[]
  /** Of these also how a text begins. */
  readonly beginnings?: readonly number[]
  /** Where no place is left: the nodes that are asked, each by itself. */
  readonly beside: readonly number[]
}

/** So much memory is needed for what rules of so many queries remember. */
export function keptBytesFor(queries: number): number {
  return mostBytes + fewestFree + queries * freePerQuery
}

/**
 * Signatures that are known, where the programs find them: each with the node it stands at, and what is to be done where it
 * is met. When they are too many, all are forgotten, and worked out again where they are met.
 */
export class KeptSignatures<Decision> {
  private readonly words: Int32Array
  private readonly bytes: Uint8Array
  private decisions: Decision[] = []
  private end: number = programMemory.kept

  constructor(
    memory: ArrayBuffer,
    private readonly most: number,
  ) {
    this.words = new Int32Array(memory)
    this.bytes = new Uint8Array(memory)
  }

  /** Whether there is no room for what one more record may add. */
  get isFull(): boolean {
    return this.decisions.length >= this.most || this.end >= programMemory.kept + mostBytes
  }

  /** The node that is asked first. */
  set root(node: number) {
    this.words[programMemory.root / 4] = node
  }

  forget(): void {
    this.bytes.fill(0, programMemory.known, programMemory.known + (knownBytes << knownBits))
    this.decisions = []
    this.end = programMemory.kept
  }

  /** Writes a node down, and answers where. */
  addNode({ slots, kinds = [], beginnings = [], beside }: Ahead): number {
    const node = this.end
    const places = [
      ...slots.map(addressOf),
      ...kinds.map((slot) => addressOf(slot) + kindAlone),
      ...beginnings.map((slot) => addressOf(slot) + beginning),
    ]
    this.words.set([places.length], node / 4)
    this.words.set([...places, beside.length, ...beside], (node + nodeHead.slots) / 4)
    this.advance(nodeHead.slots + 4 * (places.length + 1 + beside.length))
    return node
  }

  /** What was decided where an entry was found. */
  decisionAt(entry: number): Decision | undefined {
    return this.decisions[this.word(entry + entryHead.decision)]
  }

  /** Keeps what was decided of the signature that was looked for last; `after` is the node to go on with, 0 for none. */
  add(node: number, after: number, decision: Decision): void {
    const entry = this.end
    const length = this.word(programMemory.signatureLength)
    const place = this.word(programMemory.signatureEntry)
    this.words.set([node, length, after, this.decisions.length], entry / 4)
    // Behind the signature stand zeros.
    this.bytes.copyWithin(entry + entryHead.bytes, programMemory.signature, programMemory.signature + upTo16(length))
    this.words[place / 4] = entry
    this.words[place / 4 + 1] = this.word(programMemory.signatureHash)
    this.decisions.push(decision)
    this.advance(entryHead.bytes + upTo16(length))
  }

  private word(place: number): number {
    return this.words[place / 4] as number
  }

  private advance(bytes: number): void {
    this.end += upTo16(bytes)
  }
}

function addressOf(slot: number): number {
  return programMemory.slots + 4 * slot
}

function upTo16(bytes: number): number {
  return (bytes + 15) & ~15
}
