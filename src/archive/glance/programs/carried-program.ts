import { findEnd } from './json-program'
import { longestCarried, programMemory } from './program-memory'
import { answer, type Code, call, get, i32, jump, loop, set, v128, type WasmFunction, when } from './wasm-writer'

const [quote, backslash, letterU, openObject] = [0x22, 0x5c, 0x75, 0x7b]
const vectorBytes = 16
/** Behind the last byte stands so much that is no blank, as far as a walk reads at once. */
const paddingBytes = 96

const giveUp = answer(i32.of(-1))
const moved = (local: number, by: number): Code => set(local, i32.add(get(local), i32.of(by)))
const is = (local: number, what: number): Code => i32.eq(get(local), i32.of(what))

/** What stands behind a backslash for a control sign. */
const escapes = [
  ['n', 0x0a],
  ['t', 0x09],
  ['r', 0x0d],
  ['b', 0x08],
  ['f', 0x0c],
] as const

/**
 * Writes the JSON text that begins behind a quote at `from` without its escapes where carried records lie, and answers where
 * it ends there: -1 for one that is too long, or has half of a sign.
 */
export const unescaped = (hexAt: number): WasmFunction => {
  const [from, end, to, bits, byte, start, vector] = [0, 1, 2, 3, 4, 5, 6]
  const put = (value: Code): Code => [...i32.putByte(get(to), value), ...moved(to, 1)]
  /** Six bits of the sign's number, as UTF-8 has them behind its first byte. */
  const sixBits = (shift: number): Code =>
    i32.or(i32.of(0x80), i32.and(i32.shr(get(byte), i32.of(shift)), i32.of(0x3f)))
  const numbered = (): Code => [
    ...set(byte, call(hexAt, i32.add(get(from), i32.of(2)))),
    ...when(is(byte, -1), giveUp),
    ...moved(from, 6),
    ...when(
      i32.below(get(byte), i32.of(0x80)),
      put(get(byte)),
      when(
        i32.below(get(byte), i32.of(0x800)),
        [...put(i32.or(i32.of(0xc0), i32.shr(get(byte), i32.of(6)))), ...put(sixBits(0))],
        [
          // Half of a sign that takes two numbers.
          ...when(i32.eq(i32.shr(get(byte), i32.of(11)), i32.of(0xd800 >> 11)), giveUp),
          ...put(i32.or(i32.of(0xe0), i32.shr(get(byte), i32.of(12)))),
          ...put(sixBits(6)),
          ...put(sixBits(0)),
        ],
      ),
    ),
  ]
  const control = escapes.reduceRight<Code>(
    (otherwise, [letter, sign]) => when(is(byte, letter.charCodeAt(0)), put(i32.of(sign)), otherwise),
    giveUp,
  )
  return {
    name: 'unescape',
    parameters: 2,
    locals: { i32: 4, i64: 0, v128: 1 },
    body: [
      ...set(to, i32.of(programMemory.carried)),
      ...loop([
        ...set(start, get(from)),
        ...findEnd(from, bits, vector, end),
        ...when(
          i32.atMost(i32.of(programMemory.carried + longestCarried), i32.add(get(to), i32.sub(get(from), get(start)))),
          giveUp,
        ),
        ...loop([
          ...v128.put(get(to), v128.at(get(start))),
          ...moved(start, vectorBytes),
          ...moved(to, vectorBytes),
          ...when(i32.below(get(start), get(from)), jump(1)),
        ]),
        ...set(to, i32.sub(get(to), i32.sub(get(start), get(from)))),
        ...set(byte, i32.byteAt(get(from))),
        ...when(is(byte, backslash), [
          ...set(byte, i32.byteAt(get(from), 1)),
          ...when(is(byte, letterU), [...numbered(), ...jump(2)]),
          ...moved(from, 2),
          ...when(i32.or(i32.or(is(byte, quote), is(byte, backslash)), is(byte, 0x2f)), put(get(byte)), control),
          ...jump(1),
        ]),
      ]),
      ...when(i32.ne(get(byte), i32.of(quote)), giveUp),
      ...Array.from({ length: paddingBytes / vectorBytes }, (_, index) =>
        v128.put(get(to), v128.each(0xff), vectorBytes * index),
      ).flat(),
      ...get(to),
    ],
  }
}

/** The positions of the functions that a walk calls. */
interface Called {
  readonly scanAt: number
  readonly unescapeAt: number
  readonly checkAt: number
}

/**
 * Walks through the record that begins at `from`, and through the one that it carries where its kind does; answers where it
 * ends, or -1. What a text carries has to be JSON: else the text is one and nothing more.
 */
export const walk = ({ scanAt, unescapeAt, checkAt }: Called): WasmFunction => {
  const [from, end, to, at, last, feeds, lastFeed] = [0, 1, 2, 3, 4, 5, 6]
  const nowhere = i32.of(0)
  const carriedKeys = i32.at(nowhere, programMemory.carriedKeys)
  return {
    name: 'walk',
    parameters: 2,
    locals: { i32: 5, i64: 0, v128: 0 },
    body: [
      ...Array.from({ length: (programMemory.lastLineFeed + 12 - programMemory.slots) >> 4 }, (_, index) =>
        v128.put(i32.of(programMemory.slots + 16 * index), v128.each(0)),
      ).flat(),
      ...set(to, call(scanAt, get(from), get(end), i32.of(programMemory.keys))),
      ...set(at, i32.at(nowhere, programMemory.carrier)),
      ...when(i32.or(is(to, -1), i32.eqz(get(at))), answer(get(to))),
      ...set(at, i32.at(get(at))),
      ...when(i32.eqz(get(at)), giveUp),
      ...set(last, get(to)),
      ...set(feeds, i32.at(nowhere, programMemory.lineFeeds)),
      ...set(lastFeed, i32.at(nowhere, programMemory.lastLineFeed)),
      ...when(i32.eq(i32.byteAt(get(at)), i32.of(quote)), [
        ...set(last, call(unescapeAt, i32.add(get(at), i32.of(1)), get(to))),
        ...when(is(last, -1), giveUp),
        ...set(at, i32.of(programMemory.carried)),
        ...when(i32.ne(call(checkAt, get(at), get(last)), get(last)), giveUp),
      ]),
      ...when(i32.ne(i32.byteAt(get(at)), i32.of(openObject)), giveUp),
      ...when(i32.eq(call(scanAt, get(at), get(last), carriedKeys), i32.of(-1)), giveUp),
      ...i32.put(nowhere, get(feeds), programMemory.lineFeeds),
      ...i32.put(nowhere, get(lastFeed), programMemory.lastLineFeed),
      ...get(to),
    ],
  }
}
