import {
  beginning,
  entryHead,
  knownBits,
  knownBytes,
  longestSignature,
  nodeHead,
  programMemory,
  stands,
} from './program-memory'
import { answer, type Code, get, i32, i64, jump, jumpIf, loop, set, v128, type WasmFunction, when } from './wasm-writer'

const [quote, comma, backslash, space, openObject, closeObject, letterN] = [0x22, 0x2c, 0x5c, 0x20, 0x7b, 0x7d, 0x6e]
/** With this bit a list's bracket is that of an object. */
const lowerCase = 0x20
const vectorBytes = 16

const is = (local: number, what: number): Code => i32.eq(get(local), i32.of(what))
const moved = (local: number, by: number): Code => set(local, i32.add(get(local), i32.of(by)))
const nowhere = i32.of(0)
const isTooLong = (at: number): Code => i32.atLeast(get(at), i32.of(programMemory.signature + longestSignature))
const tooLong = answer(i32.of(-1))

/** Parameters, then locals, in the order of their types. */
const [node] = [0]
const [place, placesEnd, at, to, start, first, bits, entry, length, known, probes] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const [hash] = [12]
const [bytes] = [13]

/** Copies a text as it is written, up to the quote that ends it. */
const copyText = (): Code => [
  ...moved(at, 1),
  ...loop([
    ...set(bytes, v128.at(get(at))),
    ...v128.put(get(to), get(bytes)),
    ...set(bits, v128.bits(v128.or(v128.eq(get(bytes), v128.each(quote)), v128.eq(get(bytes), v128.each(backslash))))),
    ...when(isTooLong(to), tooLong),
    ...when(i32.eqz(get(bits)), [...moved(at, vectorBytes), ...moved(to, vectorBytes), ...jump(1)]),
    ...set(bits, i32.ctz(get(bits))),
    ...set(at, i32.add(get(at), get(bits))),
    ...set(to, i32.add(get(to), get(bits))),
    ...when(i32.eq(i32.byteAt(get(at)), i32.of(backslash)), [
      ...v128.put(get(to), v128.at(get(at))),
      ...moved(at, 2),
      ...moved(to, 2),
      ...jump(1),
    ]),
  ]),
]

/** Copies a number or a name, up to what ends it. */
const copyWord = (): Code =>
  loop([
    ...set(first, i32.byteAt(get(at))),
    ...when(
      i32.and(
        i32.atLeast(get(first), i32.of(space + 1)),
        i32.and(i32.ne(get(first), i32.of(comma)), i32.ne(get(first), i32.of(closeObject))),
      ),
      [
        ...when(isTooLong(to), tooLong),
        ...i32.putByte(get(to), get(first)),
        ...moved(at, 1),
        ...moved(to, 1),
        ...jump(1),
      ],
    ),
  ])

/** Before what was copied of a place stands what it is, and how much of it. */
const putHead = (kind: number, copied: Code = []): Code => [
  ...copied,
  ...i32.put(get(start), i32.or(i32.of(kind), i32.shl(i32.sub(i32.sub(get(to), get(start)), i32.of(4)), i32.of(8)))),
]

/** Of a text its first byte that is no blank. */
const putFirst: Code = [
  ...moved(at, 1),
  ...loop(when(i32.eq(i32.byteAt(get(at)), i32.of(space)), [...moved(at, 1), ...jump(1)])),
  ...i32.putByte(get(to), i32.byteAt(get(at))),
  ...moved(to, 1),
]

/** Writes what stands at the places of a node, one behind the other. */
const writeSignature = (): Code => [
  ...set(to, i32.of(programMemory.signature)),
  ...set(place, i32.add(get(node), i32.of(nodeHead.slots))),
  ...set(placesEnd, i32.add(get(place), i32.shl(i32.at(get(node), nodeHead.places), i32.of(2)))),
  ...loop(
    when(i32.below(get(place), get(placesEnd)), [
      ...set(bits, i32.at(get(place))),
      ...set(at, i32.at(i32.and(get(bits), i32.of(-4)))),
      ...set(bits, i32.and(get(bits), i32.of(3))),
      ...set(start, get(to)),
      ...moved(to, 4),
      ...when(i32.eqz(get(at)), putHead(stands.absent), [
        ...set(first, i32.byteAt(get(at))),
        ...when(
          is(first, quote),
          when(get(bits), putHead(stands.text, when(is(bits, beginning), putFirst)), putHead(stands.text, copyText())),
          when(
            i32.eq(i32.or(get(first), i32.of(lowerCase)), i32.of(openObject)),
            putHead(stands.collection),
            when(
              is(first, letterN),
              putHead(stands.null),
              when(get(bits), putHead(stands.word), putHead(stands.word, copyWord())),
            ),
          ),
        ),
      ]),
      ...moved(place, 4),
      ...jump(1),
    ]),
  ),
  ...when(isTooLong(to), tooLong),
  ...v128.put(get(to), v128.each(0)),
  ...set(length, i32.sub(get(to), i32.of(programMemory.signature))),
]

const factor = 0x9e3779b97f4a7c15n
const keyOffset = programMemory.hashKeys - programMemory.signature

/** Four bytes of the signature and their key, as a factor. */
const keyed = (offset: number): Code => i64.of32(i32.add(i32.at(get(at), offset), i32.at(get(at), keyOffset + offset)))

/**
 * Hashes eight bytes at a time; behind the signature stand zeros. Two signatures fall together once in 2^32 keys (NH, of
 * Black, Halevi, Krawczyk, Krovetz and Rogaway, "UMAC", 1999), and nobody who writes logs knows the keys.
 */
const hashSignature = (): Code => [
  ...set(hash, i64.mul(i64.xor(i64.of32(get(node)), i64.of32(i32.shl(get(length), i32.of(16)))), i64.of(factor))),
  ...set(at, i32.of(programMemory.signature)),
  ...loop([
    ...set(hash, i64.add(get(hash), i64.mul(keyed(0), keyed(4)))),
    ...moved(at, 8),
    ...jumpIf(0, i32.below(get(at), get(to))),
  ]),
  ...set(hash, i64.mul(i64.xor(get(hash), i64.shr(get(hash), i64.of(32n))), i64.of(factor))),
  ...set(hash, i64.mul(i64.xor(get(hash), i64.shr(get(hash), i64.of(29n))), i64.of(factor))),
]

/** Whether the bytes of an entry are those of the signature: sixteen at a time, zeros behind the end of both. */
const compare = (isEqual: Code): Code => [
  ...set(at, i32.of(0)),
  ...loop(
    when(
      v128.all(
        v128.eq(v128.at(i32.add(get(entry), get(at)), entryHead.bytes), v128.at(get(at), programMemory.signature)),
      ),
      [...moved(at, vectorBytes), ...jumpIf(1, i32.below(get(at), get(length))), ...isEqual],
    ),
  ),
]

/** So many places of the table are looked at: with the most signatures that are kept, few need more than 100. */
export const mostProbes = 256

const keepProbes = i32.put(nowhere, get(probes), programMemory.probes)

/**
 * Answers where the entry of that lies which stands at the places of a node in the record at hand: 0 where it is not
 * known, -1 where it cannot be, as it is too long, or too many fall together with it.
 */
export const find = (): WasmFunction => ({
  name: 'find',
  parameters: 1,
  locals: { i32: 11, i64: 1, v128: 1 },
  body: [
    ...writeSignature(),
    ...hashSignature(),
    ...i32.put(nowhere, get(length), programMemory.signatureLength),
    ...i32.put(nowhere, i32.low(get(hash)), programMemory.signatureHash),
    ...set(
      known,
      i32.add(
        i32.of(programMemory.known),
        i32.shl(i32.low(i64.shr(get(hash), i64.of(BigInt(64 - knownBits)))), i32.of(3)),
      ),
    ),
    ...loop([
      ...moved(probes, 1),
      ...set(entry, i32.at(get(known))),
      ...when(i32.eqz(get(entry)), [
        ...i32.put(nowhere, get(known), programMemory.signatureEntry),
        ...keepProbes,
        ...answer(i32.of(0)),
      ]),
      ...when(
        i32.and(
          i32.eq(i32.at(get(known), 4), i32.low(get(hash))),
          i32.and(
            i32.eq(i32.at(get(entry), entryHead.node), get(node)),
            i32.eq(i32.at(get(entry), entryHead.length), get(length)),
          ),
        ),
        compare([...keepProbes, ...answer(get(entry))]),
      ),
      ...moved(known, knownBytes),
      ...when(
        i32.eq(get(known), i32.of(programMemory.known + (knownBytes << knownBits))),
        set(known, i32.of(programMemory.known)),
      ),
      ...jumpIf(0, i32.below(get(probes), i32.of(mostProbes))),
    ]),
    ...keepProbes,
    ...i32.of(-1),
  ],
})
