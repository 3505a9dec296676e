/** Where the programs find what they work on, and where they leave what they found, in the memory that they share. */
export const programMemory = {
  /** By slot: where the value of a key begins; 0 where there is none. */
  slots: 64,
  mostSlots: 128,
  /** Of the record that was walked through: how many line feeds stand in it, and where the last one is. */
  lineFeeds: 576,
  lastLineFeed: 580,
  /** The signature that was looked for: how long it is, and what `find` made of its bytes; where in the table it would stand. */
  signatureLength: 592,
  signatureHash: 596,
  signatureEntry: 600,
  /** The node with which each record begins. */
  root: 604,
  /** Of the records that were passed over: where the last one ends, and the line feeds up to there. */
  passedTo: 608,
  passedLineFeeds: 612,
  passedLastLineFeed: 616,
  /** The record that was walked through last: where it begins, and where it ends, or -1. */
  walkedFrom: 620,
  walkedTo: 624,
  /** How many places of the table were looked at for the signature that was looked for last. */
  probes: 628,
  /** The slot of the key under which records carry another one, and the table of its keys; 0 where they carry none. */
  carrier: 632,
  carriedKeys: 636,
  /** A table that has all keys that may stand in a record; 0 where others may. */
  closedTable: 640,
  /** Keys of the record, and below them those of objects inside of it: tables of `tableEntries` each. */
  keys: 1024,
  /** Where a signature is put together, with room for what is copied too far. */
  signature: 1040 * 1024,
  /** What is added to the bytes of a signature before they are hashed. */
  hashKeys: 1044 * 1024,
  /** By their hashes: where the signatures lie that are known, with 32 bits of the hash. */
  known: 1048 * 1024,
  /** A carried record that was a text, as it is without its escapes. */
  carried: 1564 * 1024,
  /** What is known of signatures, and behind it the record at hand with what stands around it. */
  kept: 1824 * 1024,
} as const

/** So many tables of keys there are at most. */
export const mostTables = 64

/** Signatures are told apart by their bytes; longer ones are not looked at. */
export const longestSignature = 2048

/** A longer text is not looked at. */
export const longestCarried = 256 * 1024

/** Sixteen bytes are copied at a time: so many keys are added to a signature at most. */
export const hashKeyBytes = longestSignature + 32

/** The table of known signatures, a power of two, and what it takes of each. */
export const knownBits = 16
export const knownBytes = 8

/** What is written of a known signature; its bytes follow, up to a multiple of 16 of them. */
export const entryHead = { node: 0, length: 4, after: 8, decision: 12, bytes: 16 } as const

/**
 * What to look at next: the number of places, their slots' addresses, the number of nodes to ask beside it, those nodes.
 * A node without places is where the asking ends.
 */
export const nodeHead = { places: 0, slots: 4 } as const

/** Added to the address of a slot whose value is not looked at, but for what kind it is, or also how a text begins behind blanks. */
export const [kindAlone, beginning] = [1, 2] as const

/** What stands at a place of a record: a scalar as it is written, or what is told without its content. */
export const stands = { absent: 1, null: 2, collection: 3, text: 4, word: 5 } as const
