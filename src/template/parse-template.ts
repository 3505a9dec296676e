import type { Problem } from '../diagnostic/diagnostic'
import type { TextRange } from '../diagnostic/span'
import { lexTemplate, type TemplateToken } from './lex-template'
import { parseExpression } from './parse-expression'
import { parseReference } from './parse-reference'
import { splitWords, type Word } from './split-words'
import type { BlockTest, Operand, Reference, Template, TemplateNode } from './template'
import { isTimeZone } from './times'

/** Blocks nested deeper are refused; rendering walks the tree and must not exhaust the stack. */
const deepestNesting = 100

/**
 * Reads a title or message template (docs, Security > Notifications > Variables, and the monitor pages it leads to).
 * The template is always given: what could not be read renders as nothing, and the problems say what and where.
 */
export function parseTemplate(text: string): { readonly template: Template; readonly problems: readonly Problem[] } {
  const { tokens, problems } = lexTemplate(text)
  const parser = new TemplateParser([...problems])
  for (const token of tokens) parser.add(token)
  return parser.finish()
}

/** A block whose end has not been met. `dropped` blocks had a mistake of their own or stand too deep: they show nothing. */
interface OpenBlock {
  readonly name: string
  readonly range: TextRange
  readonly test: BlockTest | undefined
  readonly negated: boolean
  readonly whenTrue: TemplateNode[]
  readonly whenFalse: TemplateNode[]
  inElse: boolean
}

class TemplateParser {
  private readonly root: TemplateNode[] = []
  private readonly open: OpenBlock[] = []
  private readonly openNames = new Map<string, number>()

  constructor(private readonly problems: Problem[]) {}

  add(token: TemplateToken): void {
    switch (token.kind) {
      case 'text':
        this.push({ kind: 'text', text: token.text })
        break
      case 'comment':
        break
      case 'raw':
        this.addRaw(token)
        break
      default:
        this.addTag(token)
    }
  }

  finish(): { template: Template; problems: readonly Problem[] } {
    for (let block = this.open.at(-1); block; block = this.open.at(-1)) {
      const { name, range } = block
      this.report('M001', 'error', `the block {{#${name}}} is not closed`, range, `close it with {{/${name}}}`)
      this.closeInnermost()
    }
    return { template: this.root, problems: this.problems.toSorted((a, b) => a.start - b.start) }
  }

  private addTag(token: TemplateToken & { readonly kind: 'tag' }): void {
    const inner = token.inner.trim()
    const sigil = inner.charAt(0)
    if (inner === '') this.report('M011', 'warning', 'these braces name nothing', token)
    else if (sigil === '#' || (sigil === '^' && inner.length > 1)) this.openBlock(token, sigil === '^')
    else if (sigil === '/') this.closeBlock(token, inner.slice(1).trim())
    else if (/^else(?:\s|$)/.test(inner)) this.turnToElse(token, inner)
    else {
      const of = this.operand(splitWords(token.inner, token.innerStart), token)
      if (of) this.push({ kind: 'value', of, escapes: !token.triple })
    }
  }

  /** `{{{{raw}}}}` keeps its body as it is; a helper's name in its place makes that depend on the helper's test. */
  private addRaw(token: TemplateToken & { readonly kind: 'raw' }): void {
    const words = splitWords(token.inner, token.innerStart)
    const body: TemplateNode = { kind: 'text', text: token.body }
    if (words.length === 1 && words[0]?.text === 'raw') {
      this.push(body)
      return
    }
    const test = this.blockTest(words, token)
    if (test) this.push({ kind: 'block', test, negated: false, whenTrue: [body], whenFalse: [] })
  }

  private openBlock(token: TemplateToken & { readonly kind: 'tag' }, negated: boolean): void {
    const at = token.inner.search(/[#^]/) + 1
    const words = splitWords(token.inner.slice(at), token.innerStart + at)
    const test = this.blockTest(words, token)
    const depth = this.open.length
    if (depth === deepestNesting) this.report('M010', 'error', `blocks nest deeper than ${deepestNesting}`, token)
    const name = words[0]?.text ?? ''
    this.openNames.set(name, (this.openNames.get(name) ?? 0) + 1)
    this.open.push({
      name,
      range: rangeOf(token),
      test: depth < deepestNesting ? test : undefined,
      negated,
      whenTrue: [],
      whenFalse: [],
      inElse: false,
    })
  }

  private closeBlock(token: TextRange, name: string): void {
    if (!this.openNames.get(name)) {
      this.report('M002', 'error', `{{/${name}}} closes no open block`, token)
      return
    }
    const innermost = this.open.at(-1)?.name
    if (innermost !== name) {
      this.report('M002', 'error', `{{/${name}}} stands where {{/${innermost}}} is wanted`, token)
      while (this.open.at(-1)?.name !== name) this.closeInnermost()
    }
    this.closeInnermost()
  }

  private turnToElse(token: TextRange, inner: string): void {
    const block = this.open.at(-1)
    if (inner !== 'else') {
      this.report('M012', 'error', 'else stands alone in its braces', token, 'put another block inside the else part')
    } else if (!block) this.report('M012', 'error', '{{else}} stands outside of any block', token)
    else if (block.inElse) this.report('M012', 'error', 'this block has a second {{else}}', token)
    if (block) block.inElse = true
  }

  private closeInnermost(): void {
    const block = this.open.pop()
    if (!block) return
    this.openNames.set(block.name, (this.openNames.get(block.name) ?? 1) - 1)
    const { test, negated, whenTrue, whenFalse } = block
    if (test) this.push({ kind: 'block', test, negated, whenTrue, whenFalse })
  }

  private push(node: TemplateNode): void {
    const block = this.open.at(-1)
    if (!block) this.root.push(node)
    else if (block.inElse) block.whenFalse.push(node)
    else block.whenTrue.push(node)
  }

  private blockTest(words: readonly Word[], token: TextRange): BlockTest | undefined {
    const [helper, subject, ...rest] = words
    const range = helper ? rangeOf(helper) : token
    if (!helper || !['is_match', 'is_exact_match', 'if'].includes(helper.text)) {
      const message = helper ? `there is no block "${helper.text}"` : 'this block has no name'
      this.report('M004', 'error', message, range, 'the blocks are is_match, is_exact_match and if')
      return undefined
    }
    if (this.hasOpenWord(words)) return undefined
    if (helper.text === 'if') {
      if (subject && rest.length === 0 && subject.kind !== 'group') {
        return { kind: 'exists', of: this.reference(subject) }
      }
      this.report('M005', 'error', 'if takes one name', range, 'for example {{#if @usr.id}}…{{/if}}')
      return undefined
    }
    if (!subject || rest.length === 0) {
      const help = `for example {{#${helper.text} "@usr.id" "admin"}}…{{/${helper.text}}}`
      this.report('M005', 'error', `${helper.text} takes a name and one text or more`, range, help)
      return undefined
    }
    const of = this.subject(subject)
    const kind = helper.text === 'is_match' ? 'match' : 'exactMatch'
    return of && { kind, of, texts: rest.map(({ text }) => text) }
  }

  private subject(word: Word): Operand | undefined {
    return word.kind === 'group' ? this.operand(splitWords(word.text, word.textStart), word) : this.reference(word)
  }

  /** What a value tag shows: a name, or one of the three helpers with its arguments. */
  private operand(words: readonly Word[], token: TextRange): Operand | undefined {
    const [head, first, ...rest] = words
    if (!head || this.hasOpenWord(words)) return undefined
    if (words.length === 1 && head.kind === 'bare' && !['eval', 'local_time', 'urlencode'].includes(head.text)) {
      return this.reference(head)
    }
    switch (head.text) {
      case 'eval':
        if (first?.kind !== 'quoted' || rest.length > 0) {
          return this.wrongArguments(
            token,
            'eval takes one expression in quotes',
            '{{eval "last_seen_epoch-15*60*1000"}}',
          )
        }
        return this.evaluation(first)
      case 'local_time':
        if (!first || rest.length !== 1) {
          return this.wrongArguments(
            token,
            'local_time takes a time and a zone',
            '{{local_time "last_seen" "Asia/Tokyo"}}',
          )
        }
        return this.localTime(first, rest[0])
      case 'urlencode':
        if (!first || rest.length > 0) {
          return this.wrongArguments(token, 'urlencode takes one name in quotes', '{{urlencode "service.name"}}')
        }
        return { kind: 'urlencode', of: this.reference(first) }
      default: {
        const help = 'the helpers are eval, local_time and urlencode; literal braces stand in {{{{raw}}}}…{{{{/raw}}}}'
        this.report('M004', 'warning', `there is no helper "${head.text}"`, rangeOf(head), help)
        return undefined
      }
    }
  }

  private evaluation(word: Word): Operand | undefined {
    const { expression, problems } = parseExpression(word.text, word.textStart)
    this.problems.push(...problems)
    return expression && { kind: 'eval', expression }
  }

  private localTime(time: Word, zone: Word | undefined): Operand | undefined {
    if (!zone || isTimeZone(zone.text))
      return { kind: 'localTime', of: this.reference(time), zone: zone?.text ?? 'UTC' }
    const help = 'zones are named as in the tz database, for example Europe/Berlin'
    this.report('M009', 'error', `there is no time zone "${zone.text}"`, rangeOf(zone), help)
    return undefined
  }

  private reference(word: Word): Reference {
    const { reference, problems } = parseReference(word.text, word.textStart)
    this.problems.push(...problems)
    return reference
  }

  private hasOpenWord(words: readonly Word[]): boolean {
    const open = words.find((word) => !word.closed)
    if (open) {
      this.report('M005', 'error', `this ${open.kind === 'quoted' ? 'quote' : 'bracket'} is not closed`, rangeOf(open))
    }
    return open !== undefined
  }

  private wrongArguments(range: TextRange, message: string, example: string): undefined {
    this.report('M005', 'error', message, range, `for example ${example}`)
    return undefined
  }

  private report(
    code: Problem['code'],
    severity: Problem['severity'],
    message: string,
    range: TextRange,
    help?: string,
  ) {
    this.problems.push({ code, severity, message, ...(help && { help }), start: range.start, end: range.end })
  }
}

function rangeOf({ start, end }: TextRange): TextRange {
  return { start, end }
}
