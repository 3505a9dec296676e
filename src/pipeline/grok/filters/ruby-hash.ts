import type { Json } from '../../../json/json'
import { mostLevels, set } from '../put-value'
import { type FilterMaker, type GrokContext, ofText, textsOf } from './filter'
import { toNumber } from './numbers'

/** `rubyhash`: `{name => "John", "job" => {:title => "CTO"}}` as an object. Nothing if the text is no such hash. */
export const rubyHash: FilterMaker = (call) => {
  textsOf(call, 0, 0)
  return ofText((text, context) => {
    const reader = new HashReader(text, context)
    const hash = reader.hash(0)
    return reader.isAtEnd() ? hash : undefined
  })
}

const token = /\s*(?:(=>)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(:?[\w@$.+-]+[?!]?)(:(?!:))?|([{}[\],:]))/y

interface Token {
  readonly arrow: boolean
  readonly quoted?: string
  readonly word?: string
  readonly isKey: boolean
  readonly sign?: string
}

class HashReader {
  private at = 0

  constructor(
    private readonly text: string,
    private readonly context: GrokContext,
  ) {}

  isAtEnd(): boolean {
    return this.text.slice(this.at).trim() === ''
  }

  hash(depth: number): Json | undefined {
    if (depth > mostLevels || !this.takes('{')) return undefined
    const object: Record<string, Json> = {}
    if (this.takes('}')) return object
    do {
      const key = this.key()
      const value = key === undefined ? undefined : this.value(depth + 1)
      if (key === undefined || value === undefined) return undefined
      set(object, key, value)
    } while (this.takes(','))
    return this.takes('}') ? object : undefined
  }

  private list(depth: number): Json | undefined {
    if (depth > mostLevels || !this.takes('[')) return undefined
    const items: Json[] = []
    if (this.takes(']')) return items
    do {
      const item = this.value(depth + 1)
      if (item === undefined) return undefined
      items.push(item)
    } while (this.takes(','))
    return this.takes(']') ? items : undefined
  }

  /** `key =>`, `"key" =>`, `:key =>`, `key:` or `"key":`. */
  private key(): string | undefined {
    const found = this.next()
    const name = found?.quoted ?? found?.word?.replace(/^:/, '')
    if (name === undefined) return undefined
    const separated = found?.isKey || this.takesArrow() || this.takes(':')
    return separated ? name : undefined
  }

  private value(depth: number): Json | undefined {
    const before = this.at
    const found = this.next()
    if (found?.sign === '{' || found?.sign === '[') {
      this.at = before
      return found.sign === '{' ? this.hash(depth) : this.list(depth)
    }
    if (found?.quoted !== undefined) return found.quoted
    const { word } = found ?? {}
    if (word === undefined || found?.isKey) return undefined
    if (word === 'nil' || word === 'null') return null
    if (word === 'true' || word === 'false') return word === 'true'
    return toNumber(word, this.context) ?? word.replace(/^:/, '')
  }

  private takes(sign: string): boolean {
    const before = this.at
    if (this.next()?.sign === sign) return true
    this.at = before
    return false
  }

  private takesArrow(): boolean {
    const before = this.at
    if (this.next()?.arrow) return true
    this.at = before
    return false
  }

  private next(): Token | undefined {
    token.lastIndex = this.at
    const found = token.exec(this.text)
    if (!found) return undefined
    this.at = token.lastIndex
    const [, arrow, quoted, word, colon, sign] = found
    return {
      arrow: arrow !== undefined,
      isKey: colon !== undefined,
      ...(quoted !== undefined && { quoted: quoted.slice(1, -1).replace(/\\(["'\\])/g, '$1') }),
      ...(word !== undefined && { word }),
      ...(sign !== undefined && { sign }),
    }
  }
}
