import { RegexTrouble } from './regex/regex-trouble'

/** An argument of a matcher or filter: a text, a number, a word, or another call: `array("[]", ",", scale(10))`. */
export type Argument =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly call: Call }

/** A matcher or filter as it is written, with its place. */
export interface Call {
  readonly name: string
  readonly args: readonly Argument[]
  readonly start: number
  readonly end: number
}

/** `%{matcher:extract:filter}`. No path means that nothing is captured; an empty one is the root of the attributes. */
export interface Insert {
  readonly matcher: Call
  readonly path: readonly string[] | undefined
  readonly filter: Call | undefined
  readonly end: number
}

/** Reads the `%{…}` that begins at `at`. Throws a `RegexTrouble` with the place of what is wrong. */
export function readInsert(text: string, at: number): Insert {
  const reader = new InsertReader(text, at + 2)
  const matcher = reader.call('a matcher')
  const path = reader.takes(':') ? reader.path() : undefined
  const filter = path && reader.takes(':') && !reader.sees('}') ? reader.call('a filter') : undefined
  if (!reader.takes('}')) {
    const message = reader.sees(':') ? 'a matcher takes one filter' : '} is missing at the end of %{…}'
    throw new RegexTrouble(message, at, reader.at + 1)
  }
  const captures = path !== undefined && (path.length > 0 || filter !== undefined)
  return { matcher, path: captures ? path : undefined, filter, end: reader.at }
}

class InsertReader {
  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  sees(char: string): boolean {
    this.skipBlanks()
    return this.text.startsWith(char, this.at)
  }

  takes(char: string): boolean {
    if (!this.sees(char)) return false
    this.at += char.length
    return true
  }

  /**
   * Signs that mean nothing before or after a call are passed over, as Datadog does: public pipelines have
   * `%{?>notSpace:a}` and `%{regex("[^|]*")?:a}`.
   */
  call(what: string, depth = 0): Call {
    this.takeAll(/[^\w.$@"'()[\]:,{}\n-]+/y)
    const start = this.at
    const name = this.takeAll(/[\w.$@-]+/y)
    if (name === '' || depth > 20) throw new RegexTrouble(`${what} is missing here`, start, start + 1)
    const args: Argument[] = []
    if (this.takes('(') && !this.takes(')')) {
      do args.push(this.argument(depth))
      while (this.takes(','))
      if (!this.takes(')')) throw new RegexTrouble(`) is missing after the arguments of ${name}`, start, this.at + 1)
    }
    const end = this.at
    this.takeAll(/[?*+]+/y)
    return { name, args, start, end }
  }

  /** `http.url_details.path`, with keys in brackets where they hold other characters: `a["b c"]`. */
  path(): readonly string[] {
    const keys: string[] = []
    for (;;) {
      this.skipBlanks()
      const name = this.takeAll(/[^\s:}[\]".]+/y)
      if (name !== '') keys.push(name)
      else if (this.takes('["')) {
        this.at -= 1
        keys.push(this.quoted('"').text)
        if (!this.takes(']')) throw new RegexTrouble('] is missing here', this.at, this.at + 1)
      } else if (!this.takes('.')) return keys
    }
  }

  private argument(depth: number): Argument {
    this.skipBlanks()
    const quote = this.text.charAt(this.at)
    if (quote === '"' || quote === "'") return this.quoted(quote)
    const number = this.takeAll(/[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y)
    if (number !== '') return { kind: 'number', value: Number(number) }
    const call = this.call('an argument', depth + 1)
    // `useragent(decodeuricomponent:true)`: an argument by name.
    if (!this.takes(':')) return { kind: 'call', call }
    const value = this.call('a value', depth + 1)
    return { kind: 'call', call: { ...call, name: `${call.name}:${value.name}`, end: value.end } }
  }

  /** A quoted text: a backslash keeps a quote or a backslash as it is, and with any other character stands for itself. */
  private quoted(quote: string): Argument & { kind: 'text' } {
    const start = this.at
    let text = ''
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const char = this.text.charAt(this.at)
      if (char === quote) {
        this.at += 1
        return { kind: 'text', text }
      }
      const next = this.text.charAt(this.at + 1)
      if (char === '\\' && (next === '\\' || next === '"' || next === "'")) {
        text += next
        this.at += 1
      } else text += char
    }
    throw new RegexTrouble(`the closing ${quote} is missing`, start, this.text.length)
  }

  private takeAll(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  private skipBlanks(): void {
    this.takeAll(/[^\S\n]+/y)
  }
}
