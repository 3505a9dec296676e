import type { Json } from '../../json/json'

/** A struct of a query's answer has few columns and few levels; what is longer or deeper is left as text. */
const [longest, deepest] = [65_536, 12]

/**
 * Reads a struct as Presto prints it, `{type=IAMUser, arn=…, sessioncontext={attributes=null}}`, lists in brackets.
 * Undefined for what is none. A value that holds `, word=` itself cannot be told from two.
 */
export function readStruct(text: string): Json | undefined {
  if (text.length > longest) return undefined
  const reader = new StructReader(text)
  const value = reader.value(0)
  return reader.isAtEnd ? value : undefined
}

const name = /([A-Za-z_]\w*)=/y
const nextName = /, ?[A-Za-z_]\w*=/y

class StructReader {
  private at = 0

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at === this.text.length
  }

  value(level: number): Json | undefined {
    const [first] = this.text.slice(this.at, this.at + 1)
    if (level > deepest) return undefined
    if (first === '{') return this.struct(level)
    return first === '[' ? this.list(level) : this.plain()
  }

  private struct(level: number): Json | undefined {
    const entries: [string, Json][] = []
    this.at += 1
    while (!this.takes('}')) {
      const [, key] = this.match(name) ?? []
      const value = key === undefined ? undefined : this.value(level + 1)
      if (key === undefined || value === undefined) return undefined
      if (value !== null) entries.push([key, value])
      if (!this.takes(',') && this.text[this.at] !== '}') return undefined
      this.takes(' ')
    }
    return Object.fromEntries(entries)
  }

  private list(level: number): Json | undefined {
    const items: Json[] = []
    this.at += 1
    while (!this.takes(']')) {
      const item = this.value(level + 1)
      if (item === undefined) return undefined
      items.push(item)
      if (!this.takes(',') && this.text[this.at] !== ']') return undefined
      this.takes(' ')
    }
    return items
  }

  /** A word or words, up to the next name or the end of what they stand in; `null` is none. */
  private plain(): Json | undefined {
    const start = this.at
    while (!this.isAtEnd && this.text[this.at] !== '}' && this.text[this.at] !== ']') {
      if (this.text[this.at] === ',' && this.sees(nextName)) break
      this.at += 1
    }
    const word = this.text.slice(start, this.at)
    return word === 'null' ? null : word
  }

  private takes(sign: string): boolean {
    const isThere = this.text[this.at] === sign
    if (isThere) this.at += 1
    return isThere
  }

  private sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    return pattern.test(this.text)
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text) ?? undefined
    if (match) this.at += match[0].length
    return match
  }
}
