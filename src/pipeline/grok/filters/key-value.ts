import type { Json } from '../../../json/json'
import { keysOf, putValue } from '../put-value'
import type { Call } from '../read-insert'
import { readPattern } from '../read-pattern'
import { type CharSet, charsOf, holds, union } from '../regex/char-set'
import { compilePrefix, isCompilable } from '../regex/compile-regex'
import { prefixMatcher, type Steps } from '../regex/match-whole'
import { readClassItems } from '../regex/read-char-class'
import { RegexTrouble } from '../regex/regex-trouble'
import { type FilterContext, type FilterMaker, type GrokContext, ofText, textsOf } from './filter'
import { toNumber } from './numbers'

interface Config {
  /** Where the separator that begins at a place ends; undefined where none does. */
  readonly separatorAt: (text: string, at: number, steps: Steps) => number | undefined
  /** The separator, where it is a text and not an expression. */
  readonly separator: string | undefined
  readonly bare: CharSet
  readonly quotes: readonly (readonly [open: string, close: string])[]
  /** What may stand before a key and after a value. */
  readonly before: CharSet
  readonly after: CharSet
}

const plain = readClassItems('\\w.\\-_@')
const defaultQuotes = [
  ['"', '"'],
  ["'", "'"],
  ['<', '>'],
] as const

/**
 * `keyvalue(separator, characters, quotes, delimiter)`: the pairs of a text. Documented: Datadog docs, Parsing > Key value
 * or logfmt; which pairs of a mixed text are taken, and what brackets may stand around them, is observed in the tests of
 * Datadog's public integrations and in its public Rust implementation. Bare numbers and booleans become such; empty
 * values and null are left out; dots in keys nest.
 */
export const keyValue: FilterMaker = (call) => {
  const [separator = '=', characters = '', quotes = '', delimiter] = textsOf(call, 0, 4)
  if (separator === '') throw new RegexTrouble('the separator of keyvalue is empty', call.start, call.end)
  const config: Config = {
    ...separatorOf(separator, call),
    bare: characters === '' ? plain : union(plain, charactersOf(characters)),
    quotes: quotesOf(quotes),
    before: charsOf(delimiter || ' \t\n\u000b\f\r,;([{'),
    after: charsOf(delimiter || ' \t\n\u000b\f\r,;)]}'),
  }
  return ofText((text, context) => new PairReader(text, config, context).read())
}

/** A separator with a backslash is an expression, as in Datadog's public Rust implementation; any other is itself. */
function separatorOf(separator: string, call: Call): Pick<Config, 'separator' | 'separatorAt'> {
  if (!separator.includes('\\')) {
    const separatorAt: Config['separatorAt'] = (text, at) =>
      text.startsWith(separator, at) ? at + separator.length : undefined
    return { separator, separatorAt }
  }
  let groups = 0
  const tree = readPattern(separator, call, () => groups++)
  if (!isCompilable(tree)) throw new RegexTrouble('the separator of keyvalue repeats too much', call.start, call.end)
  const match = prefixMatcher(compilePrefix(tree, groups))
  return {
    separator: undefined,
    separatorAt: (text, at, steps) => {
      const end = match(text, at, steps)
      return end === at ? undefined : end
    },
  }
}

/** The list is part of a class of characters, so `\\s` and `a-f` mean what they mean there; else the characters themselves. */
function charactersOf(characters: string): CharSet {
  try {
    return readClassItems(characters)
  } catch {
    return charsOf(characters)
  }
}

function quotesOf(quotes: string): Config['quotes'] {
  const chars = Array.from(quotes)
  if (chars.length === 0) return defaultQuotes
  const pairs: [string, string][] = []
  for (let index = 0; index < chars.length; index += 2) {
    const open = chars[index] ?? ''
    pairs.push([open, chars[index + 1] ?? open])
  }
  return pairs
}

interface Part {
  readonly text: string
  readonly quoted: boolean
  readonly end: number
}

/** Goes over a text once: what was looked at as a key is not looked at again. */
class PairReader {
  readonly pairs: Record<string, Json> = {}
  private at = 0
  /** Quotes that are never closed from here on. */
  private readonly unclosed = new Set<string>()

  constructor(
    private readonly text: string,
    private readonly config: Config,
    private readonly context: FilterContext,
  ) {}

  read(): Json {
    while (this.at < this.text.length) this.at = this.nextStart(this.readPair())
    return this.pairs
  }

  /** The first place from `from` on behind a character that may stand before a key. */
  private nextStart(from: number): number {
    let at = from
    while (at < this.text.length && !holds(this.config.before, this.text.charCodeAt(at - 1))) at += 1
    return at
  }

  /** Takes the pair that begins here, if one does, and answers from where on the next may. */
  private readPair(): number {
    const { text, at } = this
    const { separator, separatorAt } = this.config
    const { steps } = this.context
    const quoted = this.quotedAt(at)
    const key = quoted && separatorAt(text, quoted.end, steps) !== undefined ? quoted : this.bareAt(at)
    if (!key) return at + 1
    const behind = separatorAt(text, key.end, steps)
    const inside = behind === undefined && separator !== undefined ? separatorIn(key, separator) : undefined
    const from = behind ?? (inside === undefined ? undefined : inside + (separator?.length ?? 0))
    if (from === undefined) return Math.max(key.end, at + 1)
    const value = this.valueAt(from)
    if (!value) return key.end + 1
    const name = key.quoted ? key.text : text.slice(at, inside ?? key.end).trim()
    if (name !== '' && !name.includes(' ')) this.put(name, value)
    return value.end
  }

  /** A value ends where something stands that may stand after it; a bare one at the last such place within. */
  private valueAt(at: number): Part | undefined {
    const { text } = this
    const quoted = this.quotedAt(at)
    if (quoted && this.mayEnd(quoted.end)) return quoted
    const bare = this.bareAt(at)
    let end = bare?.end ?? at
    while (end > at && !this.mayEnd(end)) end -= 1
    return end === at ? undefined : { text: text.slice(at, end), quoted: false, end }
  }

  private mayEnd(at: number): boolean {
    return at === this.text.length || holds(this.config.after, this.text.charCodeAt(at))
  }

  private quotedAt(at: number): Part | undefined {
    const { text } = this
    for (const [open, close] of this.config.quotes) {
      if (!text.startsWith(open, at) || this.unclosed.has(close)) continue
      const end = text.indexOf(close, at + open.length)
      if (end === -1) this.unclosed.add(close)
      else if (end > at + open.length) {
        return { text: text.slice(at + open.length, end), quoted: true, end: end + close.length }
      }
    }
    return undefined
  }

  /** What stands between quotes around the whole of a text that was read without regard to them. */
  private unquoted(text: string): string | undefined {
    const pair = this.config.quotes.find(([open, close]) => text.startsWith(open) && text.endsWith(close))
    return pair && text.length > pair[0].length ? text.slice(pair[0].length, text.length - pair[1].length) : undefined
  }

  private bareAt(at: number): Part | undefined {
    let end = at
    while (end < this.text.length && holds(this.config.bare, this.text.charCodeAt(end))) end += 1
    return end === at ? undefined : { text: this.text.slice(at, end), quoted: false, end }
  }

  private put(name: string, value: Part): void {
    const inner = value.quoted ? value.text : this.unquoted(value.text)
    const json = inner === undefined ? bareValue(withoutCommas(value.text.trim()), this.context) : inner.trim()
    if (json === undefined || json === '') return
    putValue(this.pairs, keysOf(name), json)
  }
}

/** Where characters of the separator are allowed in keys, too, the key ends before the last of them that it took. */
function separatorIn(key: Part, separator: string): number | undefined {
  if (key.quoted) return undefined
  const at = key.text.lastIndexOf(separator)
  return at <= 0 ? undefined : key.end - key.text.length + at
}

function withoutCommas(text: string): string {
  let end = text.length
  while (text.charAt(end - 1) === ',') end -= 1
  return text.slice(0, end)
}

function bareValue(text: string, context: GrokContext): Json | undefined {
  if (text === 'null') return undefined
  if (text === 'true') return true
  if (text === 'false') return false
  // A zero in front with digits that no octal number has: an id or a phone number, not a number.
  if (/^0\d+$/.test(text) && /[89]/.test(text)) return text
  // Serial numbers such as 004018281E114, and what no integer of 64 bits holds (observed: SonicWall, MarkLogic).
  if (/^0\d+[eE]/.test(text) || isBeyondLong(text)) return text
  return toNumber(text, context) ?? millisecondsIn(text) ?? text
}

/**
 * Seconds are whole milliseconds: `10.013689387s` is 10013, while `3m0s` stays a text (observed: tests of the public GitLab
 * and Argo CD pipelines). Milliseconds themselves are assumed to be such, too.
 */
function millisecondsIn(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,12}(?:\.\d{1,18})?)(m?s)$/.exec(text) ?? []
  if (amount === undefined) return undefined
  const [whole = '0', fraction = ''] = amount.split('.')
  return unit === 's' ? Number(whole) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0')) : Number(whole)
}

const longest = 2n ** 63n

function isBeyondLong(text: string): boolean {
  if (text.length < 19 || text.length > 64 || !/^-?\d+$/.test(text)) return text.length > 64
  const value = BigInt(text)
  return value >= longest || value < -longest
}
