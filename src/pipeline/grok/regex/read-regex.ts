import { anyChar, type CharSet, charInBothCases, charsOf, complement, range } from './char-set'
import { lineEnds } from './named-sets'
import { type ClassFlags, readCharClass } from './read-char-class'
import { readEscape } from './read-escape'
import { type Assertion, nothing, type RegexNode } from './regex-tree'
import { RegexTrouble } from './regex-trouble'

/** What a reader of regular expressions needs from who asks. */
export interface RegexHost {
  /** Gives the number of a new capture; `name` is that of a group `(?<name>…)`. */
  readonly newCapture: (name?: string) => number
  /** Reads a `%{…}` that begins at `at`, if that means something to the host. */
  readonly readInsert?: (text: string, at: number) => { readonly node: RegexNode; readonly end: number }
}

interface Flags extends ClassFlags {
  readonly dotAll: boolean
  readonly multiline: boolean
}

/** As Datadog starts: a dot crosses the ends of lines. */
const atFirst: Flags = { anyCase: false, unicodeCase: false, comments: false, dotAll: true, multiline: false }

/**
 * Reads a regular expression as Java writes them, from `start` to the end of the text. Throws a `RegexTrouble` at what
 * Java refuses and at the little that is not known here (`\X`, `\G`, `\N{…}`, blocks of Unicode, `(?U)`).
 */
export function readRegex(text: string, start: number, host: RegexHost): RegexNode {
  const reader = new RegexReader(text, start, host)
  const node = reader.either(atFirst, 0)
  if (reader.at < text.length) throw new RegexTrouble('this ) closes nothing', reader.at, reader.at + 1)
  return node
}

class RegexReader {
  private readonly named = new Map<string, number>()
  private readonly numbered: number[] = []
  private readonly numbersCount: boolean

  constructor(
    private readonly text: string,
    public at: number,
    private readonly host: RegexHost,
  ) {
    this.numbersCount = /\\[1-9]/.test(text)
  }

  /** Options up to `)` or the end. Flags that are set inside hold up to there, across `|`, as in Java. */
  either(flags: Flags, depth: number): RegexNode {
    if (depth > 200) throw new RegexTrouble('groups stand too deep in each other', this.at, this.at + 1)
    const options: RegexNode[] = []
    let nodes: RegexNode[] = []
    let inForce = flags
    for (; this.at < this.text.length && this.peek() !== ')'; ) {
      if (this.peek() === '|') {
        this.at += 1
        options.push(sequence(nodes))
        nodes = []
        continue
      }
      const changed = this.flagsAlone(inForce)
      if (changed) inForce = changed
      else if (!this.skipsComment(inForce)) nodes.push(...this.quantified(inForce, depth))
    }
    options.push(sequence(nodes))
    return options.length === 1 ? (options[0] ?? nothing) : { kind: 'either', options }
  }

  private peek(): string {
    return this.text.charAt(this.at)
  }

  /** `(?i)` and the like, which change what follows. */
  private flagsAlone(flags: Flags): Flags | undefined {
    const found = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?\)/.exec(this.text.slice(this.at, this.at + 24))
    if (!found) return undefined
    const changed = this.withFlags(flags, found[1] ?? '', found[2] ?? '')
    this.at += found[0].length
    return changed
  }

  private withFlags(flags: Flags, on: string, off: string): Flags {
    let changed = flags
    for (const [letters, value] of [
      [on, true],
      [off, false],
    ] as const) {
      for (const letter of letters) {
        const name = flagNames[letter]
        if (name === undefined) throw new RegexTrouble(`the flag ${letter} is not known here`, this.at, this.at + 2)
        if (name) changed = { ...changed, [name]: value }
      }
    }
    return changed
  }

  private skipsComment(flags: Flags): boolean {
    if (!flags.comments) return false
    const found = /^(?:\s+|#[^\n]*)/.exec(this.text.slice(this.at))
    if (found) this.at += found[0].length
    return found !== null
  }

  private quantified(flags: Flags, depth: number): readonly RegexNode[] {
    if (this.text.startsWith('\\Q', this.at)) return this.quoted(flags)
    const node = this.atom(flags, depth)
    while (this.skipsComment(flags));
    const times = this.quantifier()
    return [times ? { kind: 'repeat', node, ...times } : node]
  }

  private quantifier(): { least: number; most: number; mode: 'greedy' | 'lazy' | 'possessive' } | undefined {
    const found = /^(?:([?*+])|\{(\d{1,6})(?:(,)(\d{0,6}))?\})([?+]?)/.exec(this.text.slice(this.at, this.at + 20))
    if (!found) return undefined
    const [all, sign, from, comma, to, more] = found
    const least = sign ? (sign === '+' ? 1 : 0) : Number(from)
    const most = sign ? (sign === '?' ? 1 : Infinity) : !comma ? least : to ? Number(to) : Infinity
    if (most < least) throw new RegexTrouble(`${all} asks for more than it allows`, this.at, this.at + all.length)
    this.at += all.length
    return { least, most, mode: more === '?' ? 'lazy' : more === '+' ? 'possessive' : 'greedy' }
  }

  private quoted(flags: Flags): readonly RegexNode[] {
    const close = this.text.indexOf('\\E', this.at)
    const end = close === -1 ? this.text.length : close
    const chars = [...this.text.slice(this.at + 2, end)].map((char) => literal(char, flags))
    this.at = close === -1 ? end : end + 2
    const last = chars.pop()
    if (!last) return []
    const times = this.quantifier()
    return [...chars, times ? { kind: 'repeat', node: last, ...times } : last]
  }

  private atom(flags: Flags, depth: number): RegexNode {
    const { text, at } = this
    const char = this.peek()
    if (char === '%' && text.charAt(at + 1) === '{' && this.host.readInsert) {
      const { node, end } = this.host.readInsert(text, at)
      this.at = end
      return node
    }
    if (char === '(') return this.group(flags, depth)
    if (char === '[') {
      const { set, end } = readCharClass(text, at, flags)
      this.at = end
      return { kind: 'set', set }
    }
    if (char === '\\') return this.escaped(flags)
    if (char === '*' || char === '+' || char === '?') {
      throw new RegexTrouble(`there is nothing before ${char} that it could repeat`, at, at + 1)
    }
    const point = text.codePointAt(at) ?? 0
    this.at += point > 0xffff ? 2 : 1
    if (char === '.') return { kind: 'set', set: flags.dotAll ? anyChar : complement(lineEnds) }
    if (char === '^') return { kind: 'assert', what: flags.multiline ? 'line-start' : 'start' }
    if (char === '$') return { kind: 'assert', what: flags.multiline ? 'line-end' : 'end-or-last-line-end' }
    return literal(String.fromCodePoint(point), flags)
  }

  private escaped(flags: Flags): RegexNode {
    const { text, at } = this
    const letter = text.charAt(at + 1)
    const assertion = assertions[letter]
    if (assertion && text.charAt(at + 2) !== '{') {
      this.at += 2
      return { kind: 'assert', what: assertion }
    }
    if (letter === 'R') {
      this.at += 2
      return anyLineEnd
    }
    if (letter >= '1' && letter <= '9') return this.sameAsNumbered(flags)
    const byName = /^\\k<(\w+)>/.exec(text.slice(at))
    if (byName) return this.sameAs(this.named.get(byName[1] ?? ''), byName[0].length, flags)
    const escaped = readEscape(text, at)
    this.at = escaped.end
    return 'set' in escaped ? { kind: 'set', set: escaped.set } : literal(String.fromCodePoint(escaped.point), flags)
  }

  /** `\1`; further digits belong to it as long as there are so many groups, as in Java. */
  private sameAsNumbered(flags: Flags): RegexNode {
    let length = 2
    const numberOf = (digits: number): number => Number(this.text.slice(this.at + 1, this.at + digits))
    while (/\d/.test(this.text.charAt(this.at + length)) && numberOf(length + 1) <= this.numbered.length) length += 1
    return this.sameAs(this.numbered[numberOf(length) - 1], length, flags)
  }

  private sameAs(index: number | undefined, length: number, flags: Flags): RegexNode {
    const start = this.at
    this.at += length
    if (index === undefined) throw new RegexTrouble('no group before this one is meant by it', start, this.at)
    return { kind: 'same-as', index, anyCase: flags.anyCase }
  }

  private group(flags: Flags, depth: number): RegexNode {
    const start = this.at
    const opened = /^\((?:\?(?:<([A-Za-z][A-Za-z0-9]*)>|(<?[=!]|[:>])|([a-zA-Z]*)(?:-([a-zA-Z]+))?:))?/.exec(
      this.text.slice(start, start + 120),
    )
    const [all = '(', name, kind, on, off] = opened ?? []
    if (all === '(' && this.text.charAt(start + 1) === '?') {
      throw new RegexTrouble('this kind of group is not known here', start, start + 3)
    }
    const inside = on === undefined ? flags : this.withFlags(flags, on, off ?? '')
    const index = this.captureOf(all, name)
    this.at += all.length
    const node = this.either(inside, depth + 1)
    if (this.peek() !== ')') throw new RegexTrouble('this group is not closed with )', start, this.text.length)
    this.at += 1
    if (index !== undefined) return { kind: 'capture', index, node }
    if (kind === '>') return { kind: 'atomic', node }
    if (kind === undefined || kind === ':') return node
    return { kind: 'look', ahead: !kind.startsWith('<'), wanted: kind.endsWith('='), node }
  }

  private captureOf(opening: string, name: string | undefined): number | undefined {
    if (name === undefined && (opening !== '(' || !this.numbersCount)) return undefined
    const index = this.host.newCapture(name)
    this.numbered.push(index)
    if (name !== undefined) this.named.set(name, index)
    return index
  }
}

/** Flags by letter; one that changes nothing here has no name. */
const flagNames: Readonly<Record<string, 'anyCase' | 'unicodeCase' | 'comments' | 'dotAll' | 'multiline' | ''>> = {
  i: 'anyCase',
  u: 'unicodeCase',
  x: 'comments',
  s: 'dotAll',
  m: 'multiline',
  d: '',
}

const assertions: Readonly<Record<string, Assertion>> = {
  A: 'start',
  z: 'end',
  Z: 'end-or-last-line-end',
  b: 'word-edge',
  B: 'no-word-edge',
}

function literal(char: string, flags: Flags): RegexNode {
  const point = char.codePointAt(0) ?? 0
  if (flags.anyCase) return { kind: 'set', set: charInBothCases(char, flags.unicodeCase) }
  return { kind: 'set', set: point < 256 ? lowChar(point) : charsOf(char) }
}

const lowChars: CharSet[] = []

function lowChar(point: number): CharSet {
  const set = lowChars[point] ?? range(point, point)
  lowChars[point] = set
  return set
}

function sequence(nodes: readonly RegexNode[]): RegexNode {
  return nodes.length === 1 ? (nodes[0] ?? nothing) : { kind: 'sequence', nodes }
}

const anyLineEnd: RegexNode = {
  kind: 'either',
  options: [
    { kind: 'sequence', nodes: [lowSet(13), lowSet(10)] },
    { kind: 'set', set: charsOf('\n\u000b\f\r\u0085\u2028\u2029') },
  ],
}

function lowSet(point: number): RegexNode {
  return { kind: 'set', set: lowChar(point) }
}
