/** A stretch of WebAssembly: what it leaves on the stack is told by whoever writes it. */
export type Code = readonly number[]

const op =
  (...code: Code) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), ...code]
const simd = (code: number) => op(0xfd, ...unsigned(code))

export const get = (local: number): Code => [0x20, local]
export const set = (local: number, value: Code): Code => [...value, 0x21, local]

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(BigInt(value))],
  add: op(0x6a),
  sub: op(0x6b),
  and: op(0x71),
  or: op(0x72),
  shl: op(0x74),
  shr: op(0x76),
  eqz: op(0x45),
  eq: op(0x46),
  ne: op(0x47),
  atMost: op(0x4d),
  atLeast: op(0x4f),
  below: op(0x49),
  ctz: op(0x68),
  /** The low half of a long. */
  low: op(0xa7),
  byteAt: (place: Code, offset = 0): Code => [...place, 0x2d, 0, ...unsigned(offset)],
  at: (place: Code, offset = 0): Code => [...place, 0x28, 0, ...unsigned(offset)],
  put: (place: Code, value: Code, offset = 0): Code => [...place, ...value, 0x36, 0, ...unsigned(offset)],
  putByte: (place: Code, value: Code): Code => [...place, ...value, 0x3a, 0, 0],
}

export const i64 = {
  of: (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))],
  of32: op(0xad),
  add: op(0x7c),
  sub: op(0x7d),
  mul: op(0x7e),
  and: op(0x83),
  or: op(0x84),
  xor: op(0x85),
  shl: op(0x86),
  /** Fills with the highest bit. */
  shrSigned: op(0x87),
  shr: op(0x88),
  clz: op(0x79),
  ctz: op(0x7a),
  ones: op(0x7b),
  eqz: op(0x50),
  eq: op(0x51),
  ne: op(0x52),
  at: (place: Code, offset = 0): Code => [...place, 0x29, 0, ...unsigned(offset)],
  put: (place: Code, value: Code, offset = 0): Code => [...place, ...value, 0x37, 0, ...unsigned(offset)],
}

/** Sixteen bytes at once. */
export const v128 = {
  at: (place: Code, offset = 0): Code => [...place, 0xfd, 0x00, 0, ...unsigned(offset)],
  put: (place: Code, value: Code, offset = 0): Code => [...place, ...value, 0xfd, 0x0b, 0, ...unsigned(offset)],
  each: (byte: number): Code => [...i32.of(byte), 0xfd, 0x0f],
  or: simd(0x50),
  eq: simd(0x23),
  below: simd(0x26),
  and: simd(0x4e),
  /** The lower of each two bytes. */
  least: simd(0x77),
  /** Of sixteen bytes those that others number. */
  pick: simd(0x0e),
  of: (bytes: readonly number[]): Code => [0xfd, 0x0c, ...bytes],
  /** Whether any bit is set. */
  any: simd(0x53),
  /** Whether no byte is zero. */
  all: simd(0x63),
  /** A bit for each byte, set where its highest bit is. */
  bits: simd(0x64),
}

export const when = (test: Code, then: Code, otherwise?: Code): Code => [
  ...test,
  0x04,
  0x40,
  ...then,
  ...(otherwise ? [0x05, ...otherwise] : []),
  0x0b,
]
/** `again(0)` inside goes round once more; falling out of it ends it. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0b]
/** Jumps out of so many blocks, loops and whens, to the next one's end or, of a loop, its beginning. */
export const jump = (levels: number): Code => [0x0c, levels]
export const jumpIf = (levels: number, test: Code): Code => [...test, 0x0d, levels]
export const answer = (value: Code): Code => [...value, 0x0f]
/** Calls a function of the module by its position. */
export const call = (position: number, ...parameters: readonly Code[]): Code => [...parameters.flat(), 0x10, position]

/** A function on whole numbers that answers one. */
export interface WasmFunction {
  readonly name: string
  readonly parameters: number
  /** Its locals stand behind its parameters, in this order. */
  readonly locals: { readonly i32: number; readonly i64: number; readonly v128: number }
  readonly body: Code
}

/** A module of functions that call each other by position, and work on the memory that is handed in. */
export function moduleOf(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const named = (text: string): Code => [text.length, ...Buffer.from(text)]
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content]
  const list = (all: readonly Code[]): Code => [...unsigned(all.length), ...all.flat()]
  const code = functions.map(({ locals, body }): Code => {
    const counts = [
      [...unsigned(locals.i32), 0x7f],
      [...unsigned(locals.i64), 0x7e],
      [...unsigned(locals.v128), 0x7b],
    ]
    const whole = [...list(counts), ...body, 0x0b]
    return [...unsigned(whole.length), ...whole]
  })
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      list(functions.map(({ parameters }) => [0x60, parameters, ...new Array<number>(parameters).fill(0x7f), 1, 0x7f])),
    ),
    ...section(2, [1, ...named('host'), ...named('memory'), 0x02, 0x00, 1]),
    ...section(3, list(functions.map((_, index) => [index]))),
    ...section(7, list(functions.map(({ name }, index) => [...named(name), 0x00, index]))),
    ...section(10, list(code)),
  ])
}

function unsigned(value: number): Code {
  const bytes: number[] = []
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return [...bytes, left]
    bytes.push((left & 0x7f) | 0x80)
  }
}

function signed(value: bigint): Code {
  const bytes: number[] = []
  for (let left = value; ; left >>= 7n) {
    const byte = Number(left & 0x7fn)
    const isLast = (left >> 7n === 0n && byte < 0x40) || (left >> 7n === -1n && byte >= 0x40)
    if (isLast) return [...bytes, byte]
    bytes.push(byte | 0x80)
  }
}
