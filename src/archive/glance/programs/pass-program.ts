import { unescaped, walk } from './carried-program'
import { check, hex } from './json-program'
import { entryHead, nodeHead, programMemory } from './program-memory'
import { scan } from './scan-program'
import { find } from './signature-program'
import { answer, type Code, call, get, i32, jump, loop, moduleOf, set, type WasmFunction, when } from './wasm-writer'

const [space, tab, carriageReturn, lineFeed, comma, openObject] = [0x20, 0x09, 0x0d, 0x0a, 0x2c, 0x7b]

// Parameters, then locals.
const [from, end, most, isOfLines] = [0, 1, 2, 3]
const [at, to, count, node, last, entry, byte, feeds, lastFeed] = [4, 5, 6, 7, 8, 9, 10, 11, 12]
/** The positions of the functions in the module. */
const [scanAt, hexAt, unescapeAt, checkAt, walkAt, findAt] = [0, 1, 2, 3, 4, 5]

const is = (local: number, what: number): Code => i32.eq(get(local), i32.of(what))
const moved = (local: number, by: number): Code => set(local, i32.add(get(local), i32.of(by)))
const nowhere = i32.of(0)
const stop = answer(get(count))
const isBlank = i32.or(i32.or(is(byte, space), is(byte, tab)), is(byte, carriageReturn))

/** Goes on to the node behind what stands at the places of one; ends the run where that is not known, or matters. */
const goOn = (asked: Code): Code => [
  ...set(entry, call(findAt, asked)),
  // Not known, or too long to be.
  ...when(i32.atMost(i32.add(get(entry), i32.of(1)), i32.of(1)), stop),
  ...set(node, i32.at(get(entry), entryHead.after)),
  ...when(i32.eqz(get(node)), stop),
]

/** Ends the run unless what is known of the record rules out each query. */
const askSignatures = (): Code => [
  ...set(node, i32.at(nowhere, programMemory.root)),
  ...loop(when(i32.at(get(node), nodeHead.places), [...goOn(get(node)), ...jump(1)])),
  ...set(last, i32.add(get(node), i32.shl(i32.at(get(node), nodeHead.slots), i32.of(2)))),
  ...set(byte, get(node)),
  ...loop(
    when(i32.below(get(byte), get(last)), [
      ...goOn(i32.at(get(byte), nodeHead.slots + 4)),
      ...moved(byte, 4),
      ...jump(1),
    ]),
  ),
]

const keepLastFeed: Code = [...moved(feeds, 1), ...set(lastFeed, get(at))]

/** Keeps how far the run came. */
const keepPassed = (place: number): Code => [
  ...i32.put(nowhere, get(place), programMemory.passedTo),
  ...i32.put(nowhere, get(feeds), programMemory.passedLineFeeds),
  ...i32.put(nowhere, get(lastFeed), programMemory.passedLastLineFeed),
]

/** A line is passed over if nothing follows the record in it. */
const passLine = (): Code => [
  ...set(at, get(to)),
  ...loop([
    ...when(i32.atLeast(get(at), get(end)), stop),
    ...set(byte, i32.byteAt(get(at))),
    ...when(isBlank, [...moved(at, 1), ...jump(1)]),
  ]),
  ...when(i32.ne(get(byte), i32.of(lineFeed)), stop),
  ...keepLastFeed,
  ...moved(at, 1),
  ...moved(count, 1),
  ...keepPassed(at),
  ...when(i32.atLeast(get(at), get(end)), stop),
  ...when(i32.ne(i32.byteAt(get(at)), i32.of(openObject)), stop),
]

/** In a list the next record may follow at once, or behind blanks and commas. */
const passElement = (): Code => [
  ...when(i32.at(nowhere, programMemory.lineFeeds), [
    ...set(feeds, i32.add(get(feeds), i32.at(nowhere, programMemory.lineFeeds))),
    ...set(lastFeed, i32.at(nowhere, programMemory.lastLineFeed)),
  ]),
  ...moved(count, 1),
  ...keepPassed(to),
  ...set(at, get(to)),
  ...loop([
    ...when(i32.atLeast(get(at), get(end)), stop),
    ...set(byte, i32.byteAt(get(at))),
    ...when(is(byte, lineFeed), keepLastFeed),
    ...when(i32.or(i32.or(is(byte, comma), is(byte, lineFeed)), isBlank), [...moved(at, 1), ...jump(1)]),
  ]),
  ...when(i32.ne(get(byte), i32.of(openObject)), stop),
]

/**
 * Passes over the records that begin at `from`, elements of a list or lines, as long as each is written plainly and what
 * is known of its signature rules out all queries; answers how many it were, `most` at most.
 */
const passOver = (): WasmFunction => ({
  name: 'passOver',
  parameters: 4,
  locals: { i32: 9, i64: 0, v128: 0 },
  body: [
    ...set(at, get(from)),
    ...i32.put(nowhere, nowhere, programMemory.walkedFrom),
    ...loop([
      ...when(i32.atLeast(get(count), get(most)), stop),
      ...set(to, call(walkAt, get(at), get(end))),
      ...i32.put(nowhere, get(at), programMemory.walkedFrom),
      ...i32.put(nowhere, get(to), programMemory.walkedTo),
      ...when(i32.eq(get(to), i32.of(-1)), stop),
      ...when(i32.and(get(isOfLines), i32.ne(i32.at(nowhere, programMemory.lineFeeds), nowhere)), stop),
      ...askSignatures(),
      ...when(get(isOfLines), passLine(), passElement()),
      ...jump(0),
    ]),
    ...i32.of(0),
  ],
})

export const glanceProgram = (): Uint8Array<ArrayBuffer> =>
  moduleOf([scan(), hex(), unescaped(hexAt), check(hexAt), walk({ scanAt, unescapeAt, checkAt }), find(), passOver()])
