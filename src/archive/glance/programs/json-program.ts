import {
  answer,
  type Code,
  call,
  get,
  i32,
  i64,
  jump,
  jumpIf,
  loop,
  set,
  v128,
  type WasmFunction,
  when,
} from './wasm-writer'

const [quote, backslash, comma, colon, dot, minus, plus] = [0x22, 0x5c, 0x2c, 0x3a, 0x2e, 0x2d, 0x2b]
const [openObject, openList, closeList] = [0x7b, 0x5b, 0x5d]
/** With this bit the bracket that closes a list is that of an object. */
const closingShift = 5
const [digit0, digit9, letterA, letterE, letterF, letterU] = [0x30, 0x39, 0x61, 0x65, 0x66, 0x75]
const space = 0x20
const lowerCase = 0x20
const blanks = [space, 0x09, 0x0a, 0x0d]
const vectorBytes = 16
/** A bit tells of each level whether it is an object. */
const deepest = 60

const giveUp = answer(i32.of(-1))
const moved = (local: number, by: number): Code => set(local, i32.add(get(local), i32.of(by)))
const isOneOf = (local: number, signs: readonly number[]): Code =>
  signs.map((sign) => i32.eq(get(local), i32.of(sign))).reduce((a, b) => i32.or(a, b))
const isWithin = (value: Code, first: number, last: number): Code =>
  i32.atMost(i32.sub(value, i32.of(first)), i32.of(last - first))

/** Four bytes of a text, as they lie in memory. */
const word = (text: string): Code => i32.of(Buffer.from(text, 'latin1').readInt32LE(0))

/** Where the next byte stands that ends a text, begins an escape, or may not stand in a text. */
export const findEnd = (at: number, bits: number, vector: number, end: number): Code =>
  loop([
    ...set(vector, v128.at(get(at))),
    ...set(
      bits,
      v128.bits(
        v128.or(
          v128.or(v128.eq(get(vector), v128.each(quote)), v128.eq(get(vector), v128.each(backslash))),
          v128.below(get(vector), v128.each(space)),
        ),
      ),
    ),
    ...when(i32.eqz(get(bits)), [...moved(at, vectorBytes), ...jumpIf(1, i32.below(get(at), get(end))), ...giveUp]),
    ...set(at, i32.add(get(at), i32.ctz(get(bits)))),
  ])

/** Answers the number that four hexadecimal digits write, or -1. */
export const hex = (): WasmFunction => {
  const [at, number, left, byte] = [0, 1, 2, 3]
  return {
    name: 'hex',
    parameters: 1,
    locals: { i32: 3, i64: 0, v128: 0 },
    body: [
      ...set(left, i32.of(4)),
      ...loop([
        ...set(byte, i32.byteAt(get(at))),
        ...when(isWithin(get(byte), digit0, digit9), set(byte, i32.sub(get(byte), i32.of(digit0))), [
          ...set(byte, i32.or(get(byte), i32.of(lowerCase))),
          ...when(isWithin(get(byte), letterA, letterF), set(byte, i32.sub(get(byte), i32.of(letterA - 10))), giveUp),
        ]),
        ...set(number, i32.or(i32.shl(get(number), i32.of(4)), get(byte))),
        ...moved(at, 1),
        ...moved(left, -1),
        ...jumpIf(0, get(left)),
      ]),
      ...get(number),
    ],
  }
}

/** What the text at hand is to go on with. */
const [value, key, afterKey, afterValue, opened] = [0, 1, 2, 3, 4] as const

/**
 * Answers where the JSON value ends that begins at `from`, or -1 where it is no JSON, as `JSON.parse` takes it, does not
 * end before `end`, or is very deep. Behind the text stands what is no blank. `hexAt` is the position of `hex`.
 */
export const check = (hexAt: number): WasmFunction => {
  const [at, end, state, depth, byte, bits, start] = [0, 1, 2, 3, 4, 5, 6]
  const [objects, vector] = [7, 8]
  const isObject = i32.low(i64.and(get(objects), i64.of(1n)))
  const readByte = set(byte, i32.byteAt(get(at)))
  const goTo = (next: number): Code => set(state, i32.of(next))
  const isIn = (which: number): Code => i32.eq(get(state), i32.of(which))

  const enter = (object: bigint): Code => [
    ...set(depth, i32.add(get(depth), i32.of(1))),
    ...when(i32.atLeast(get(depth), i32.of(deepest)), giveUp),
    ...set(objects, i64.or(i64.shl(get(objects), i64.of(1n)), i64.of(object))),
    ...moved(at, 1),
    ...goTo(opened),
  ]
  const leave = (): Code => [
    ...set(objects, i64.shr(get(objects), i64.of(1n))),
    ...moved(depth, -1),
    ...moved(at, 1),
    ...goTo(afterValue),
  ]
  const isClosing = i32.eq(get(byte), i32.add(i32.of(closeList), i32.shl(isObject, i32.of(closingShift))))
  const goOnInside = when(isObject, goTo(key), goTo(value))
  const text = (): Code => [
    ...moved(at, 1),
    ...loop([
      ...findEnd(at, bits, vector, end),
      ...readByte,
      ...when(i32.eq(get(byte), i32.of(backslash)), [
        ...set(byte, i32.byteAt(get(at), 1)),
        ...when(
          i32.eq(get(byte), i32.of(letterU)),
          [...when(i32.eq(call(hexAt, i32.add(get(at), i32.of(2))), i32.of(-1)), giveUp), ...moved(at, 6), ...jump(2)],
          when(isOneOf(byte, [...Buffer.from('"\\/bfnrt', 'latin1')]), [...moved(at, 2), ...jump(3)], giveUp),
        ),
      ]),
    ]),
    ...when(i32.ne(get(byte), i32.of(quote)), giveUp),
    ...moved(at, 1),
  ]
  /** One digit at least. */
  const digits = (): Code => [
    ...set(start, get(at)),
    ...loop([...when(isWithin(i32.byteAt(get(at)), digit0, digit9), [...moved(at, 1), ...jump(1)])]),
    ...when(i32.eq(get(at), get(start)), giveUp),
  ]
  const number = (): Code => [
    ...when(i32.eq(get(byte), i32.of(minus)), [...moved(at, 1), ...readByte]),
    ...when(i32.eq(get(byte), i32.of(digit0)), moved(at, 1), digits()),
    ...when(i32.eq(i32.byteAt(get(at)), i32.of(dot)), [...moved(at, 1), ...digits()]),
    ...when(i32.eq(i32.or(i32.byteAt(get(at)), i32.of(lowerCase)), i32.of(letterE)), [
      ...moved(at, 1),
      ...readByte,
      ...when(isOneOf(byte, [minus, plus]), moved(at, 1)),
      ...digits(),
    ]),
  ]
  const scalar = (): Code => [
    ...set(bits, i32.at(get(at))),
    ...when(
      i32.or(i32.eq(get(bits), word('true')), i32.eq(get(bits), word('null'))),
      moved(at, 4),
      when(
        i32.and(i32.eq(get(bits), word('fals')), i32.eq(i32.byteAt(get(at), 4), i32.of(letterE))),
        moved(at, 5),
        number(),
      ),
    ),
    ...goTo(afterValue),
  ]
  return {
    name: 'check',
    parameters: 2,
    locals: { i32: 5, i64: 1, v128: 1 },
    body: [
      ...loop([
        ...readByte,
        ...when(isOneOf(byte, blanks), [...moved(at, 1), ...jump(1)]),
        // What was not closed has no end.
        ...when(
          i32.atLeast(get(at), get(end)),
          when(i32.or(get(depth), i32.ne(get(state), i32.of(afterValue))), giveUp),
        ),
        ...when(isIn(afterValue), [
          ...when(i32.eqz(get(depth)), answer(get(at))),
          ...when(i32.eq(get(byte), i32.of(comma)), [...moved(at, 1), ...goOnInside, ...jump(2)]),
          ...when(isClosing, [...leave(), ...jump(2)]),
          ...giveUp,
        ]),
        ...when(isIn(opened), [...when(isClosing, [...leave(), ...jump(2)]), ...goOnInside]),
        ...when(isIn(afterKey), [
          ...when(i32.ne(get(byte), i32.of(colon)), giveUp),
          ...moved(at, 1),
          ...goTo(value),
          ...jump(1),
        ]),
        ...when(i32.eq(get(byte), i32.of(quote)), [
          ...when(isIn(key), goTo(afterKey), goTo(afterValue)),
          ...text(),
          ...jump(1),
        ]),
        ...when(isIn(key), giveUp),
        ...when(i32.eq(get(byte), i32.of(openObject)), [...enter(1n), ...jump(1)]),
        ...when(i32.eq(get(byte), i32.of(openList)), [...enter(0n), ...jump(1)]),
        ...scalar(),
        ...jump(0),
      ]),
      ...i32.of(-1),
    ],
  }
}
