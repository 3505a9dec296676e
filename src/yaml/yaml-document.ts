import { Composer, type CST, type Document, type Node, Parser, YAMLParseError } from 'yaml'
import type { Diagnostic, Locate } from '../diagnostic/diagnostic'
import type { Source } from '../diagnostic/span'
import { locateIn } from './locate'
import { type PlainValueTrouble, plainValue } from './plain-value'
import { syntaxMistakes } from './syntax-mistakes'

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
  const unreadable = (diagnostics: readonly Diagnostic[]): YamlDocument => ({ ...unreadYaml(source), diagnostics })
  const tokens = tokensOf(source.text)
  const tooDeep = typeof tokens === 'number' ? tokens : offsetBeyondDepth(tokens)
  if (typeof tokens === 'number' || tooDeep !== undefined) return unreadable([nestedTooDeep(source, tooDeep ?? 0)])

  const documents = [...new Composer({ keepSourceTokens: true, uniqueKeys: false, merge: false }).compose(tokens)]
  const [document, second] = documents
  if (!document) return { source, value: null, diagnostics: [], locate: locateIn(source, null) }
  const syntax = syntaxMistakes(source, [...document.errors, ...unresolvedTags(document)])
  if (syntax.length > 0) return unreadable(syntax)
  if (second) return unreadable([severalDocuments(source, second)])

  const root = document.contents as Node | null
  if (root) {
    rootOf.set(source.text, new WeakRef(root))
    forget.register(root, source.text)
  }
  return documentOf(source, root)
}

/** Of a file that nobody could read: nothing is known of what it holds. */
export function unreadYaml(source: Source): YamlDocument {
  return { source, value: undefined, diagnostics: [], locate: locateIn(source, null) }
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

/** Tags that nobody gave a meaning: the parser would drop them, and with them the first word of a text. */
function unresolvedTags({ warnings }: Document): readonly YAMLParseError[] {
  return warnings
    .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
    .map(({ pos, message }) => new YAMLParseError(pos, 'TAG_RESOLVE_FAILED', message))
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
        help: `a value that starts with * is a YAML alias; if it is meant as text, write '*${name}'`,
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
    case 'template':
      return {
        code: 'W001',
        severity,
        message: 'braces at the start of a value begin a map in YAML, not a template',
        help: `write '${name}'`,
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
