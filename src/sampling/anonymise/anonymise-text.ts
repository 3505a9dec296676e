import { fromByteArray } from 'ipaddr.js'
import { isoTime } from '../../diagnostic/times'
import { readTime } from '../../event/event-time'
import { readAddress } from '../../event/ip-address'
import type { KeptLiterals } from './kept-literals'
import type { Pseudonyms, Random } from './pseudonyms'
import { arnResource, arnStart, isOfAws, type TokenKind, tokenKinds, wordSign, wordSigns } from './token-kinds'

export interface TextContext {
  readonly names: Pseudonyms
  readonly kept: KeptLiterals
  /** All times move by this much. */
  readonly shiftMs: number
}

/** A text with a name in the place of each token that need not stay; punctuation, times and the form of each token stay. */
export function anonymiseText(text: string, context: TextContext): string {
  const spans = context.kept.spansOf(text)
  let out = ''
  let at = 0
  for (const { start, end } of [...spans, { start: text.length, end: text.length }]) {
    out += withNames(text.slice(at, start), context) + text.slice(start, end)
    at = end
  }
  return out
}

/** Every token of a text that would be replaced. */
export function tokensIn(text: string): readonly string[] {
  const found: string[] = []
  for (const part of partsOf(text)) if (part.kind !== undefined && part.text.length > 1) found.push(part.text)
  return found
}

interface Part {
  readonly text: string
  /** Absent for what stays: punctuation, and the beginning of an ARN. */
  readonly kind?: TokenKind
  readonly isTime?: true
}

const writtenTime = /\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:?\d{2})?(?![\p{L}\p{N}])/uy

function* partsOf(text: string): Generator<Part> {
  let at = 0
  let plain = 0
  const isBegin = (place: number): boolean => place === 0 || !wordSign.test(text.charAt(place - 1))
  while (at < text.length) {
    const found = isBegin(at) ? partAt(text, at) : undefined
    if (found === undefined) {
      const word = foundAt(wordSigns, text, at)
      if (word === undefined) {
        at += 1
        continue
      }
      // Only behind half of a character pair or the like: still no original may stay.
      if (plain < at) yield { text: text.slice(plain, at) }
      yield { text: word, kind: tokenKinds.at(-1) as TokenKind }
      at += word.length
      plain = at
      continue
    }
    if (plain < at) yield { text: text.slice(plain, at) }
    yield* found
    at += found.reduce((length, part) => length + part.text.length, 0)
    plain = at
  }
  if (plain < at) yield { text: text.slice(plain) }
}

function partAt(text: string, at: number): readonly Part[] | undefined {
  arnStart.lastIndex = at
  const arn = arnStart.exec(text)
  if (arn !== null) return arnParts(arn, text, at)
  const time = foundAt(writtenTime, text, at)
  if (time !== undefined && readTime(time.replace(' ', 'T')) !== undefined) return [{ text: time, isTime: true }]
  for (const kind of tokenKinds) {
    const token = foundAt(kind.pattern, text, at)
    if (token === undefined || token === '' || kind.accepts?.(token) === false) continue
    const length =
      kind.name === 'address' ? foundAt(/\/\d{1,3}(?![\p{L}\p{N}/.])/uy, text, at + token.length) : undefined
    // How long a block is stays: any other number might be none.
    const isBlock = length !== undefined && Number(length.slice(1)) <= (token.includes(':') ? 128 : 32)
    return [{ text: token, kind }, ...(isBlock ? [{ text: length }] : [])]
  }
  return undefined
}

/** An ARN up to what it names: the account has a name, and so has a service or region that AWS does not have. */
function arnParts(
  [whole, partition = '', service = '', region = '']: RegExpExecArray,
  text: string,
  at: number,
): Part[] {
  const named = (name: string): Part => (isOfAws(name) ? { text: name } : { text: name, kind: kindNamed('word') })
  const behind = at + whole.length + 1
  const account = foundAt(/\d{12}(?=:)/y, text, behind)
  const resource = foundAt(arnResource, text, behind + (account?.length ?? 0))
  return [
    ...[{ text: partition }, named(service), { text: ':' }, named(region), { text: ':' }],
    ...(account === undefined ? [] : [{ text: account, kind: kindNamed('account') }]),
    ...(resource === undefined ? [] : [{ text: resource }]),
  ]
}

function withNames(text: string, context: TextContext): string {
  let out = ''
  for (const { text: part, kind, isTime } of partsOf(text)) {
    if (isTime) out += movedTime(part, context.shiftMs)
    else out += kind === undefined ? part : nameFor(part, kind, context)
  }
  return out
}

function nameFor(text: string, kind: TokenKind, { names, kept }: TextContext): string {
  if (/^\d$/.test(text)) return text
  const bits = kind.name === 'address' ? kept.fixedBitsOf(text) : undefined
  return names.of(kind.name, text, bits === undefined ? kind.make(text) : within(text, bits))
}

/** An address of the same block. */
function within(address: string, bits: number): (random: Random) => string {
  const bytes = readAddress(address)?.toByteArray() ?? []
  return (random) =>
    fromByteArray(
      bytes.map((byte, index) => {
        const free = Math.min(8, Math.max(0, (index + 1) * 8 - bits))
        return (byte & ~((1 << free) - 1)) | random.below(1 << free)
      }),
    ).toString()
}

/** A time as it was written, moved. */
export function movedTime(written: string, shiftMs: number): string {
  const [, date = '', between = 'T', rest = ''] = /^(.{10})(.)(.*)$/.exec(written) ?? []
  const [, clock = '', fraction = '', zone = ''] = /^(.{8})(\.\d+)?(.*)$/.exec(rest) ?? []
  const localMs = readTime(`${date}T${clock}${fraction.slice(0, 4)}Z`)
  if (localMs === undefined) return written
  const moved = isoTime(localMs + shiftMs)
  // Below the millisecond the digits stay: no shift reaches them.
  const digits = fraction === '' ? '' : `.${moved.slice(20, 23)}${fraction.slice(4)}`.slice(0, fraction.length)
  return `${moved.slice(0, 10)}${between}${moved.slice(11, 19)}${digits}${zone}`
}

function foundAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

function kindNamed(name: string): TokenKind {
  return tokenKinds.find((kind) => kind.name === name) as TokenKind
}
