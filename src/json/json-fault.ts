/** Where a text stops being JSON, in UTF-16 units, and what is wrong there. */
export interface JsonFault {
  readonly offset: number
  readonly message: string
}

const blank = /[\t\n\r ]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /[A-Za-z_$][\w$]*|[-+]?Infinity/y
const escapeCode = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing'

/**
 * Finds what `JSON.parse` rejects in a text, since its own messages do not always say where. Undefined for good JSON.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = []
  let expected = 'value' as Expected
  let at = 0
  const fault = (message: string): JsonFault => ({ offset: at, message })
  const afterValue = (): Expected => (open.length > 0 ? ', or end' : 'nothing')
  for (;;) {
    at = endOf(blank, text, at) ?? at
    const char = text[at]
    if (char === undefined) return expected === 'nothing' ? undefined : fault('it ends in the middle')
    if (expected === 'nothing') return fault(`${shown(text, at)} after the end`)
    if (expected === ':') {
      if (char !== ':') return fault(`expected ":" after the key, found ${shown(text, at)}`)
      expected = 'value'
      at += 1
    } else if (closes(char, expected, open.at(-1))) {
      open.pop()
      expected = afterValue()
      at += 1
    } else if (expected === ', or end') {
      if (char !== ',') return fault(`expected "," or the end of ${nameOf(open.at(-1))}, found ${shown(text, at)}`)
      expected = open.at(-1) === '{' ? 'key' : 'value'
      at += 1
    } else if (char === '"') {
      const end = textFault(text, at)
      if (typeof end !== 'number') return end
      expected = expected === 'key' || expected === 'key or }' ? ':' : afterValue()
      at = end
    } else if (expected === 'key' || expected === 'key or }') {
      return fault(`expected a key in double quotes, found ${shown(text, at)}`)
    } else if (char === '{' || char === '[') {
      open.push(char)
      expected = char === '{' ? 'key or }' : 'value or ]'
      at += 1
    } else {
      const end = scalarEnd(text, at)
      if (end === undefined) return fault(`expected a value, found ${shown(text, at)}`)
      expected = afterValue()
      at = end
    }
  }
}

function closes(char: string, expected: Expected, open: '{' | '[' | undefined): boolean {
  if (char === '}') return open === '{' && (expected === 'key or }' || expected === ', or end')
  return char === ']' && open === '[' && (expected === 'value or ]' || expected === ', or end')
}

function scalarEnd(text: string, at: number): number | undefined {
  for (const name of ['true', 'false', 'null']) if (text.startsWith(name, at)) return at + name.length
  return endOf(number, text, at)
}

/** The end of the text that opens at `start`, or what is wrong inside of it. */
function textFault(text: string, start: number): number | JsonFault {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === 0x22) return at + 1
    if (char < 0x20) return { offset: at, message: 'a line feed or another control character inside a text' }
    if (char !== 0x5c) continue
    const end = endOf(escapeCode, text, at)
    if (end === undefined) return { offset: at, message: `${JSON.stringify(text.slice(at, at + 2))} is no escape` }
    at = end - 1
  }
  return { offset: start, message: 'a text that is not closed' }
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

function shown(text: string, at: number): string {
  const end = endOf(word, text, at)
  return JSON.stringify(text.slice(at, Math.min(end ?? at + 1, at + 20)))
}

function nameOf(open: '{' | '[' | undefined): string {
  return open === '{' ? 'the object' : 'the list'
}
