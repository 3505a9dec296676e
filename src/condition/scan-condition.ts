import type { TextRange } from '../diagnostic/span'

/** A piece of a condition. `unknown` holds what the language has no use for, one character or a foreign operator. */
export interface Token extends TextRange {
  readonly kind:
    | 'name'
    | 'number'
    | 'comparison'
    | 'and'
    | 'or'
    | 'then'
    | 'times'
    | 'open'
    | 'close'
    | 'unknown'
    | 'end'
  readonly text: string
}

const symbols: readonly (readonly [string, Token['kind']])[] = [
  ['&&', 'and'],
  ['||', 'or'],
  ['>=', 'comparison'],
  ['<=', 'comparison'],
  ['==', 'unknown'],
  ['!=', 'unknown'],
  ['=>', 'unknown'],
  ['=<', 'unknown'],
  ['<>', 'unknown'],
  ['**', 'unknown'],
  ['>', 'comparison'],
  ['<', 'comparison'],
  ['*', 'times'],
  ['(', 'open'],
  [')', 'close'],
]

/** Cuts a condition into tokens, the last of them `end`. Every text can be cut. */
export function scanCondition(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    if (isBlank(text.charAt(at))) {
      at++
      continue
    }
    const kind = readToken(text, at)
    at = kind.end
    tokens.push({ kind: kind.kind, text: text.slice(start, at), start, end: at })
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length })
  return tokens
}

function readToken(text: string, at: number): { readonly kind: Token['kind']; readonly end: number } {
  const character = text.charAt(at)
  if (isDigit(character)) return { kind: 'number', end: endOfNumber(text, at) }
  if (isNameCharacter(character)) {
    let end = at + 1
    while (isNameCharacter(text.charAt(end)) || isDigit(text.charAt(end))) end++
    return { kind: text.slice(at, end) === 'THEN' ? 'then' : 'name', end }
  }
  for (const [symbol, kind] of symbols) {
    if (text.startsWith(symbol, at)) return { kind, end: at + symbol.length }
  }
  const isPair = /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(at, at + 2))
  return { kind: 'unknown', end: at + (isPair ? 2 : 1) }
}

/** Digits, with at most one point between them. */
function endOfNumber(text: string, at: number): number {
  let end = at
  while (isDigit(text.charAt(end))) end++
  if (text.charAt(end) === '.' && isDigit(text.charAt(end + 1))) {
    end++
    while (isDigit(text.charAt(end))) end++
  }
  return end
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1
}

function isNameCharacter(character: string): boolean {
  return /^[A-Za-z_]$/.test(character)
}
