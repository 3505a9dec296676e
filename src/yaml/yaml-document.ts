import { Composer, type CST, type Document, type Node, Parser, type YAMLParseError } from 'yaml'
import type { Diagnostic, Locate } from '../diagnostic/diagnostic'
import type { Source } from '../diagnostic/span'
import { locateIn } from './locate'
import { type PlainValueTrouble, plainValue } from './plain-value'

/** A YAML file as plain data that still knows where each of its values was written. */
export interface YamlDocument {
  readonly source: Source
  /** Plain JSON-like data; `undefined` if the text is not YAML, `null` if the file is empty. */
  readonly value: unknown
  readonly diagnostics: readonly Diagnostic[]
  readonly locate: Locate
}

/** How deep collections may stand inside each other. */
const depthLimit = 200

/**
 * The roots of texts that are still in use, and what became of them: who reads a folder again and again, as `--watch`
 * does, parses what changed. Nothing is held in memory by this alone.
 */
const rootOf = new Map<string, WeakRef<Node>>()
const plainOf = new WeakMap<Node, ReturnType<typeof plainValue>>()
const forget = new FinalizationRegistry((text: string) => {
  if (rootOf.get(text)?.deref() === undefined) rootOf.delete(text)
})

/** Reads one YAML document. Never throws: whatever is wrong with the text is a diagnostic with its place. */
export function readYaml(source: Source): YamlDocument {
  const known = rootOf.get(source.text)?.deref()
  if (known) return documentOf(source, known)
  const unreadable = (diagnostics: readonly Diagnostic[]): YamlDocument => ({
    source,
    value: undefined,
    diagnostics,
    locate: locateIn(source, null),
  })
  const tokens = tokensOf(source.text)
  const tooDeep = typeof tokens === 'number' ? tokens : offsetBeyondDepth(tokens)
  if (typeof tokens === 'number' || tooDeep !== undefined) return unreadable([nestedTooDeep(source, tooDeep ?? 0)])

  const documents = [...new Composer({ keepSourceTokens: true, uniqueKeys: false, merge: false }).compose(tokens)]
  const [document, second] = documents
  if (!document) return { source, value: null, diagnostics: [], locate: locateIn(source, null) }
  const syntax = syntaxDiagnostics(source, document.errors)
  if (syntax.length > 0) return unreadable(syntax)
  if (second) return unreadable([severalDocuments(source, second)])

  const root = document.contents as Node | null
  if (root) {
    rootOf.set(source.text, new WeakRef(root))
    forget.register(root, source.text)
  }
  return documentOf(source, root)
}

function documentOf(source: Source, root: Node | null): YamlDocument {
  const plain = (root && plainOf.get(root)) ?? plainValue(root)
  if (root) plainOf.set(root, plain)
  return {
    source,
    value: plain.value,
    diagnostics: plain.troubles.map((trouble) => troubleDiagnostic(source, trouble)),
    locate: locateIn(source, root),
  }
}

/**
 * The tokens of a text, or the offset at which it nests deeper than the parser itself can follow: it calls itself once a
 * level, and takes each line of an unindented list in brackets for a level.
 */
function tokensOf(text: string): readonly CST.Token[] | number {
  let line = 0
  try {
    return [...new Parser((offset) => (line = offset)).parse(text)]
  } catch (error) {
    if (error instanceof RangeError) return line
    throw error
  }
}

/** The offset of the first collection beyond the depth that readers (and the composer) can take. */
function offsetBeyondDepth(tokens: readonly CST.Token[]): number | undefined {
  const waiting: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next
    if (depth > depthLimit) return token.offset
    if (token.type === 'document' && token.value) waiting.push({ token: token.value, depth })
    if (!('items' in token)) continue
    for (const item of token.items) {
      if (item.key) waiting.push({ token: item.key, depth: depth + 1 })
      if (item.value) waiting.push({ token: item.value, depth: depth + 1 })
    }
  }
  return undefined
}

function syntaxDiagnostics(source: Source, errors: readonly YAMLParseError[]): Diagnostic[] {
  const seen = new Set<number>()
  return errors.flatMap((error) => {
    const [start, end] = error.pos
    if (seen.has(start)) return []
    seen.add(start)
    const told = unclosed(error) ?? explained[error.code]
    const message = told?.message ?? lowerFirst(error.message)
    const help = told?.help
    const span = { source, start: Math.min(start, source.text.length), end: Math.min(end, source.text.length) }
    return [{ code: 'W001' as const, severity: 'error' as const, message, ...(help && { help }), span }]
  })
}

/** A list or map in brackets that ends before its bracket is told as what it is, not as a matter of columns. */
function unclosed({ message }: YAMLParseError): (typeof explained)[string] {
  const [, what, bracket] = /^Flow (sequence|map).* end with a ([\]}])/.exec(message) ?? []
  if (!bracket) return undefined
  return {
    message: `a ${what === 'map' ? 'map' : 'list'} in brackets is not closed before this`,
    help: `add the missing ${bracket}, or indent what belongs inside`,
  }
}

/** What the parser's commoner complaints mean to someone who writes rules. */
const explained: { readonly [code: string]: { readonly message: string; readonly help: string } | undefined } = {
  TAB_AS_INDENT: { message: 'a tab indents this line', help: 'YAML indents with spaces only' },
  BAD_ALIAS: { message: 'this reads as a YAML alias, but it is not one', help: 'put the value in quotes' },
  BAD_SCALAR_START: { message: 'a value cannot start with this sign', help: 'put the value in quotes' },
  BAD_DQ_ESCAPE: {
    message: 'this escape does not exist between double quotes',
    help: "write \\\\ for a backslash, or put the value in single quotes '…' or in a block |",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ": " stands in one line',
    help: 'put a value that holds ": " in quotes',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'this line is neither a `key: value` nor the continuation of a value',
    help: 'write `key: value`; a text of several lines stands in a block after |',
  },
  BAD_INDENT: { message: 'this is not indented as its neighbours are', help: 'keys of one level start in one column' },
}

function troubleDiagnostic(source: Source, trouble: PlainValueTrouble): Diagnostic {
  const { kind, name, start, end } = trouble
  const span = { source, start, end }
  const severity = 'error' as const
  switch (kind) {
    case 'duplicate-key':
      return {
        code: 'W002',
        severity,
        message: `the key "${name}" stands here for the second time`,
        help: 'keep one of the two; the later one would silently win',
        span,
      }
    case 'alias-unknown':
      return {
        code: 'W004',
        severity,
        message: `nothing above carries the anchor &${name}`,
        help: `a value that starts with * is a YAML alias; put it in quotes if "*${name}" is meant as text`,
        span,
      }
    case 'alias-circle':
      return { code: 'W004', severity, message: `the alias *${name} stands inside its own anchor`, span }
    case 'alias-bomb':
      return {
        code: 'W004',
        severity,
        message: `followed to its end, the alias *${name} makes this document too large`,
        help: 'write the values out, or nest aliases less deeply',
        span,
      }
    case 'merge-wrong':
      return {
        code: 'W004',
        severity,
        message: '<< can only merge a map, or a list of maps',
        help: 'give it an alias of a map: <<: *name',
        span,
      }
  }
}

function severalDocuments(source: Source, second: Document): Diagnostic {
  const at = source.text.slice(0, second.range?.[0] ?? 0).lastIndexOf('---')
  const start = at === -1 ? (second.range?.[0] ?? 0) : at
  return {
    code: 'W003',
    severity: 'error',
    message: 'a second YAML document starts here',
    help: 'one file holds one thing: move what follows to a file of its own',
    span: { source, start, end: Math.min(start + 3, source.text.length) },
  }
}

function nestedTooDeep(source: Source, offset: number): Diagnostic {
  return {
    code: 'W005',
    severity: 'error',
    message: `collections stand more than ${depthLimit} deep inside each other`,
    span: { source, start: offset, end: Math.min(offset + 1, source.text.length) },
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
