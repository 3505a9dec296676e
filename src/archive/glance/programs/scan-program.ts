// One piece: the walk is one function, because calls and checks between its parts would cost more than the parts do.
import { programMemory } from './program-memory'
import { answer, type Code, get, i32, i64, jump, jumpIf, loop, set, v128, type WasmFunction, when } from './wasm-writer'

export const tableEntries = 512
/** An entry: the first eight bytes of a key, its last eight, its length, its slot, the table of keys inside. */
export const entryBytes = 32
export const entryOffsets = { first: 0, last: 8, length: 16, slot: 20, inside: 24 } as const
/** The slot of a key that no usual record has, and that of one which it may have, whatever stands there. */
export const [refusedSlot, freeSlot] = [-1, -2] as const

/** Spreads the first bytes of a key, and its length, over the entries of a table. */
export const hashFactor = 0x9e3779b97f4a7c15n
export const hashShift = 64n - 9n

const [quote, comma, backslash, colon, dot, space, lineFeed] = [0x22, 0x2c, 0x5c, 0x3a, 0x2e, 0x20, 0x0a]
const [openObject, closeObject, openList] = [0x7b, 0x7d, 0x5b]
/** With this bit a list's bracket is that of an object. */
const lowerCase = 0x20
const blockBytes = 64
const oddBits = 0xaaaaaaaaaaaaaaaan

// Parameters, then locals, in the order of their types.
const [from, end, root] = [0, 1, 2]
const [block, depth, at, byte, keyStart, keyEnd, length, entry, inside, table, value] = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
]
const [quotes, texts, marks, escapes, carriedText, carriedEscape, first, mask] = [14, 15, 16, 17, 18, 19, 20, 21]
const [broken, feeds] = [22, 23]
const [v0, v1, v2, v3] = [24, 25, 26, 27]
const quarters = [v0, v1, v2, v3] as const

const giveUp = answer(i32.of(-1))
const is = (local: number, what: number): Code => i32.eq(get(local), i32.of(what))

/** A bit for each of the 64 bytes of the block that passes. */
function bitsOf(test: (quarter: Code) => Code): Code {
  const [a, b, c, d] = quarters.map((quarter, index) => {
    const bits = i64.of32(v128.bits(test(get(quarter))))
    return index === 0 ? bits : i64.shl(bits, i64.of(BigInt(16 * index)))
  }) as [Code, Code, Code, Code]
  return i64.or(i64.or(a, b), i64.or(c, d))
}

const equals = (what: number) => (quarter: Code) => v128.eq(quarter, v128.each(what))

/** The quarters of the block, each as a test leaves it, in one. */
function together(join: (a: Code, b: Code) => Code, test: (quarter: Code) => Code): Code {
  const [a, b, c, d] = quarters.map((quarter) => test(get(quarter))) as [Code, Code, Code, Code]
  return join(join(a, b), join(c, d))
}

/**
 * A bracket, a comma, or a letter that begins a number which JSON does not have (NaN, Infinity): what stands, in lower case,
 * at the place of its low half (Langdale and Lemire). That of NaN begins `null`, too.
 */
const markOfLowHalf = Array.from(
  { length: 16 },
  (_, low) => [0x7b, 0x7d, 0x2c, 0x6e, 0x69].find((mark) => (mark & 15) === low) ?? 0,
)
const isMark = (quarter: Code): Code =>
  v128.eq(v128.pick(v128.of(markOfLowHalf), v128.and(quarter, v128.each(15))), v128.or(quarter, v128.each(lowerCase)))

/** Which bytes follow a backslash that is none of a text itself (Langdale and Lemire, "Parsing gigabytes of JSON"). */
const findEscaped = (): Code => [
  ...set(mask, i64.and(get(escapes), i64.xor(get(carriedEscape), i64.of(-1n)))),
  ...set(first, i64.xor(i64.sub(i64.or(i64.shl(get(mask), i64.of(1n)), i64.of(oddBits)), get(mask)), i64.of(oddBits))),
  ...set(mask, i64.xor(get(first), i64.or(get(escapes), get(carriedEscape)))),
  ...set(carriedEscape, i64.shr(i64.and(get(first), get(escapes)), i64.of(63n))),
]

/** Sets each bit that an odd number of bits up to it precede. */
const spread = (local: number): Code =>
  [1n, 2n, 4n, 8n, 16n, 32n].flatMap((by) => set(local, i64.xor(get(local), i64.shl(get(local), i64.of(by)))))

/** Moves a local on over blanks. Behind the text stands what is no blank. */
const passBlanks = (local: number): Code =>
  loop(
    when(i32.atMost(i32.byteAt(get(local)), i32.of(space)), [
      ...set(local, i32.add(get(local), i32.of(1))),
      ...jump(1),
    ]),
  )

/** Counts the line feeds of a block that a mask leaves. */
const countFeeds = (): Code =>
  when(i64.ne(get(feeds), i64.of(0n)), [
    ...i32.put(
      i32.of(0),
      i32.add(i32.at(i32.of(0), programMemory.lineFeeds), i32.low(i64.ones(get(feeds)))),
      programMemory.lineFeeds,
    ),
    ...i32.put(
      i32.of(0),
      i32.sub(i32.add(get(block), i32.of(63)), i32.low(i64.clz(get(feeds)))),
      programMemory.lastLineFeed,
    ),
  ])

/** The record ends here: what stands behind it in the block is not its own. */
const finish = (): Code => [
  ...set(mask, i64.sub(i64.shl(i64.of(1n), i64.of32(i32.sub(get(at), get(block)))), i64.of(1n))),
  ...set(feeds, i64.and(get(feeds), get(mask))),
  ...when(i64.ne(i64.and(get(broken), get(mask)), i64.of(0n)), giveUp),
  ...countFeeds(),
  ...answer(i32.add(get(at), i32.of(1))),
]

/** Reads the key that begins behind a bracket or a comma, and keeps where its value begins, if that is asked for. */
const readKey = (): Code => [
  ...set(keyStart, i32.add(get(at), i32.of(1))),
  ...passBlanks(keyStart),
  ...when(
    i32.ne(i32.byteAt(get(keyStart)), i32.of(quote)),
    // An object that is empty has none.
    when(i32.or(is(byte, comma), i32.ne(i32.byteAt(get(keyStart)), i32.of(closeObject))), giveUp),
    [
      ...set(keyStart, i32.add(get(keyStart), i32.of(1))),
      ...set(keyEnd, get(keyStart)),
      ...loop([
        ...set(v0, v128.at(get(keyEnd))),
        ...set(
          value,
          v128.bits(
            v128.or(
              v128.or(equals(quote)(get(v0)), equals(backslash)(get(v0))),
              v128.or(equals(dot)(get(v0)), v128.below(get(v0), v128.each(space))),
            ),
          ),
        ),
        ...when(
          i32.eqz(get(value)),
          [...set(keyEnd, i32.add(get(keyEnd), i32.of(16))), ...jumpIf(1, i32.below(get(keyEnd), get(end))), ...giveUp],
          set(keyEnd, i32.add(get(keyEnd), i32.ctz(get(value)))),
        ),
      ]),
      ...when(i32.ne(i32.byteAt(get(keyEnd)), i32.of(quote)), giveUp),
      ...set(length, i32.sub(get(keyEnd), get(keyStart))),
      ...set(value, i32.add(get(keyEnd), i32.of(1))),
      ...passBlanks(value),
      ...when(i32.ne(i32.byteAt(get(value)), i32.of(colon)), giveUp),
      ...set(value, i32.add(get(value), i32.of(1))),
      ...passBlanks(value),
      ...set(first, i64.at(get(keyStart))),
      ...when(
        i32.below(get(length), i32.of(8)),
        set(
          first,
          i64.and(get(first), i64.sub(i64.shl(i64.of(1n), i64.of32(i32.shl(get(length), i32.of(3)))), i64.of(1n))),
        ),
      ),
      ...set(
        entry,
        i32.low(i64.shr(i64.mul(i64.xor(get(first), i64.of32(get(length))), i64.of(hashFactor)), i64.of(hashShift))),
      ),
      ...loop([
        ...set(keyEnd, i32.add(get(table), i32.shl(get(entry), i32.of(5)))),
        // An entry without a length ends the search: nobody asks for the key.
        ...when(
          i32.at(get(keyEnd), entryOffsets.length),
          [
            ...when(
              i32.and(
                i32.eq(i32.at(get(keyEnd), entryOffsets.length), get(length)),
                i32.and(
                  i64.eq(i64.at(get(keyEnd), entryOffsets.first), get(first)),
                  i32.or(
                    i32.atMost(get(length), i32.of(8)),
                    i64.eq(
                      i64.at(get(keyEnd), entryOffsets.last),
                      i64.at(i32.sub(i32.add(get(keyStart), get(length)), i32.of(8))),
                    ),
                  ),
                ),
              ),
              [
                ...set(entry, get(keyEnd)),
                ...set(keyEnd, i32.at(get(entry), entryOffsets.slot)),
                ...when(is(keyEnd, refusedSlot), giveUp),
                ...when(i32.ne(get(keyEnd), i32.of(freeSlot)), [
                  ...set(keyEnd, i32.add(i32.of(programMemory.slots), i32.shl(get(keyEnd), i32.of(2)))),
                  // What stands twice is not written plainly.
                  ...when(i32.at(get(keyEnd)), giveUp),
                  ...i32.put(get(keyEnd), get(value)),
                  ...when(i32.at(get(entry), entryOffsets.inside), [
                    ...when(
                      i32.eq(i32.byteAt(get(value)), i32.of(openObject)),
                      set(inside, i32.at(get(entry), entryOffsets.inside)),
                      // What stands in a list stands at the place as well; in a text or a number nothing does.
                      [...when(i32.eq(i32.byteAt(get(value)), i32.of(openList)), giveUp)],
                    ),
                  ]),
                ]),
              ],
              [...set(entry, i32.and(i32.add(get(entry), i32.of(1)), i32.of(tableEntries - 1))), ...jump(2)],
            ),
          ],
          when(i32.eq(get(table), i32.at(i32.of(0), programMemory.closedTable)), giveUp),
        ),
      ]),
    ],
  ),
]

/** Takes the brackets and commas of a block one after the other. */
const takeMarks = (): Code =>
  loop(
    when(i64.ne(get(marks), i64.of(0n)), [
      ...set(at, i32.add(get(block), i32.low(i64.ctz(get(marks))))),
      ...set(marks, i64.and(get(marks), i64.sub(get(marks), i64.of(1n)))),
      ...when(i32.atLeast(get(at), get(end)), giveUp),
      ...set(byte, i32.byteAt(get(at))),
      ...when(
        is(byte, comma),
        [
          ...when(is(depth, 1), [...set(table, get(root)), ...readKey()]),
          ...when(i32.and(is(depth, 2), i32.ne(get(inside), i32.of(0))), [...set(table, get(inside)), ...readKey()]),
        ],
        when(
          i32.eq(i32.or(get(byte), i32.of(lowerCase)), i32.of(openObject)),
          [
            ...set(depth, i32.add(get(depth), i32.of(1))),
            ...when(is(depth, 1), [...set(table, get(root)), ...readKey()]),
            ...when(i32.and(is(depth, 2), i32.ne(get(inside), i32.of(0))), [...set(table, get(inside)), ...readKey()]),
          ],
          when(
            i32.eq(i32.or(get(byte), i32.of(lowerCase)), i32.of(closeObject)),
            [
              ...set(depth, i32.sub(get(depth), i32.of(1))),
              ...when(i32.eqz(get(depth)), finish()),
              ...when(is(depth, 1), set(inside, i32.of(0))),
            ],
            // NaN and Infinity, which JSON does not have.
            when(i32.ne(get(byte), i32.of(0x6e)), giveUp),
          ),
        ),
      ),
      ...jump(1),
    ]),
  )

const body = (): Code => [
  ...set(block, get(from)),
  ...loop([
    ...quarters.flatMap((quarter, index) => set(quarter, v128.at(get(block), 16 * index))),
    ...set(escapes, i64.of(0n)),
    ...when(v128.any(together(v128.or, equals(backslash))), set(escapes, bitsOf(equals(backslash)))),
    ...set(mask, i64.of(0n)),
    ...when(i64.ne(i64.or(get(escapes), get(carriedEscape)), i64.of(0n)), findEscaped()),
    ...set(quotes, i64.and(bitsOf(equals(quote)), i64.xor(get(mask), i64.of(-1n)))),
    ...set(texts, get(quotes)),
    ...spread(texts),
    ...set(texts, i64.xor(get(texts), get(carriedText))),
    ...set(carriedText, i64.shrSigned(get(texts), i64.of(63n))),
    ...set(marks, i64.and(bitsOf(isMark), i64.xor(get(texts), i64.of(-1n)))),
    ...set(broken, i64.of(0n)),
    ...set(feeds, i64.of(0n)),
    ...when(
      v128.any(
        v128.below(
          together(v128.least, (quarter) => quarter),
          v128.each(space),
        ),
      ),
      [
        ...set(
          broken,
          i64.and(
            bitsOf((quarter) => v128.below(quarter, v128.each(space))),
            get(texts),
          ),
        ),
        ...set(feeds, bitsOf(equals(lineFeed))),
      ],
    ),
    ...takeMarks(),
    ...when(i64.ne(get(broken), i64.of(0n)), giveUp),
    ...countFeeds(),
    ...set(block, i32.add(get(block), i32.of(blockBytes))),
    ...jumpIf(0, i32.below(get(block), get(end))),
  ]),
  ...i32.of(-1),
]

/**
 * Walks through the JSON object that begins at `from`, 64 bytes at a time, and answers where it ends: -1 if it does not
 * before `end`, or is not written plainly. Its keys are looked for in the table at `root`.
 */
export const scan = (): WasmFunction => ({
  name: 'scan',
  parameters: 3,
  locals: { i32: 11, i64: 10, v128: 4 },
  body: body(),
})
