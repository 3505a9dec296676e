import type { Problem } from '../diagnostic/diagnostic'
import { ProblemList } from '../diagnostic/problem-list'
import { quoted } from '../diagnostic/shown'
import type { TextRange } from '../diagnostic/span'
import { nearestName } from '../shape/nearest-name'
import { lexTemplate, type TemplateToken } from './lex-template'
import { OperandReader } from './parse-operand'
import { splitWords } from './split-words'
import type { BlockTest, Template, TemplateNode } from './template'

/** Blocks nested deeper are refused; rendering walks the tree and must not exhaust the stack. */
const deepestNesting = 100

/** The blocks of security notifications (docs, Security > Notifications > Variables). */
const blocks: ReadonlySet<string> = new Set(['is_match', 'is_exact_match', 'if'])

/**
 * Reads a title or message template (docs, Security > Notifications > Variables, and the monitor pages it leads to).
 * The template is always given: what could not be read renders as nothing, and the problems say what and where.
 */
export function parseTemplate(text: string): { readonly template: Template; readonly problems: readonly Problem[] } {
  const problems = new ProblemList()
  const parser = new TemplateParser(text, problems)
  for (const token of lexTemplate(text, problems)) parser.add(token)
  return parser.finish()
}

/**
 * A block whose end has not been met. Without a test it had a mistake of its own or stands too deep, and shows nothing;
 * a foreign one is of another template language, and its tags are text.
 */
interface OpenBlock {
  readonly name: string
  readonly range: TextRange
  readonly isForeign: boolean
  readonly test: BlockTest | undefined
  readonly negated: boolean
  readonly whenTrue: TemplateNode[]
  readonly whenFalse: TemplateNode[]
  inElse: boolean
}

class TemplateParser {
  private readonly root: TemplateNode[] = []
  private readonly open: OpenBlock[] = []
  /** Those of the open blocks that are not foreign: the last one takes what follows. */
  private readonly own: OpenBlock[] = []
  private readonly openNames = new Map<string, number>()
  private readonly operands: OperandReader

  constructor(
    private readonly text: string,
    private readonly problems: ProblemList,
  ) {
    this.operands = new OperandReader(problems)
  }

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
      const { name, range, isForeign } = block
      const help = `close it with {{/${name.slice(0, 60)}}}`
      if (!isForeign) this.report('M001', 'error', `the block ${quoted(`{{#${name}}}`)} is not closed`, range, help)
      this.closeInnermost()
    }
    return { template: this.root, problems: this.problems.inOrder() }
  }

  private addTag(token: TemplateToken & { readonly kind: 'tag' }): void {
    const inner = token.inner.trim()
    const sigil = inner.charAt(0)
    if (inner === '') this.report('M011', 'warning', 'these braces name nothing', token)
    else if (sigil === '#' || (sigil === '^' && inner.length > 1)) this.openBlock(token, sigil === '^')
    else if (sigil === '/') this.closeBlock(token, inner.slice(1).trim())
    else if (/^else(?:\s|$)/.test(inner)) {
      if (this.open.at(-1)?.isForeign) this.pushText(token.gone)
      else this.turnToElse(token, inner)
    } else {
      const of = this.operands.operand(splitWords(token.inner, token.innerStart), token)
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
    const [helper] = words
    if (helper && !blocks.has(helper.text)) {
      this.tellForeign(helper)
      this.pushText(token)
      return
    }
    const test = this.operands.blockTest(words, token)
    if (test) this.push({ kind: 'block', test, negated: false, whenTrue: [body], whenFalse: [] })
  }

  private openBlock(token: TemplateToken & { readonly kind: 'tag' }, negated: boolean): void {
    const at = token.inner.search(/[#^]/) + 1
    const words = splitWords(token.inner.slice(at), token.innerStart + at)
    const [helper] = words
    const name = helper?.text ?? ''
    const isForeign = helper !== undefined && !blocks.has(name)
    if (isForeign) {
      this.tellForeign(helper)
      this.pushText(token.gone)
    }
    const test = isForeign ? undefined : this.operands.blockTest(words, token)
    const depth = this.own.length
    if (depth === deepestNesting) this.report('M010', 'error', `blocks nest deeper than ${deepestNesting}`, token)
    this.openNames.set(name, (this.openNames.get(name) ?? 0) + 1)
    const block: OpenBlock = {
      name,
      range: rangeOf(token),
      isForeign,
      test: depth < deepestNesting ? test : undefined,
      negated,
      whenTrue: [],
      whenFalse: [],
      inElse: false,
    }
    this.open.push(block)
    if (!isForeign) this.own.push(block)
  }

  private closeBlock(token: TemplateToken & { readonly kind: 'tag' }, name: string): void {
    const isForeign = name !== '' && !blocks.has(name)
    if (!this.openNames.get(name)) {
      if (isForeign) {
        this.tellForeign({ ...rangeOf(token), text: name })
        this.pushText(token.gone)
      } else this.report('M002', 'error', `{{/${name}}} closes no open block`, token)
      return
    }
    let told = false
    for (let block = this.open.at(-1); block && block.name !== name; block = this.open.at(-1)) {
      // What another template language leaves open is not ours to judge.
      if (!block.isForeign && !told) {
        const message = `{{/${name.slice(0, 60)}}} stands where {{/${block.name}}} is wanted`
        this.report('M002', 'error', message, token)
        told = true
      }
      this.closeInnermost()
    }
    this.closeInnermost()
    if (isForeign) this.pushText(token.gone)
  }

  private tellForeign({ text, start, end }: TextRange & { readonly text: string }): void {
    const near = nearestName(text, blocks)
    const help = `${near ? `did you mean ${near}? ` : ''}security notifications know is_match, is_exact_match and if; what stands inside is shown`
    const message = `there is no block ${quoted(text)}, so its tags are shown as text`
    this.report('M004', 'warning', message, { start, end }, help)
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
    if (!block.isForeign) this.own.pop()
    this.openNames.set(block.name, (this.openNames.get(block.name) ?? 1) - 1)
    const { test, negated, whenTrue, whenFalse } = block
    if (test) this.push({ kind: 'block', test, negated, whenTrue, whenFalse })
  }

  private pushText({ start, end }: TextRange): void {
    this.push({ kind: 'text', text: this.text.slice(start, end) })
  }

  private push(node: TemplateNode): void {
    const block = this.own.at(-1)
    if (!block) this.root.push(node)
    else if (block.inElse) block.whenFalse.push(node)
    else block.whenTrue.push(node)
  }

  private report(
    code: Problem['code'],
    severity: Problem['severity'],
    message: string,
    range: TextRange,
    help?: string,
  ) {
    this.problems.tell({ code, severity, message, ...(help && { help }), start: range.start, end: range.end })
  }
}

function rangeOf({ start, end }: TextRange): TextRange {
  return { start, end }
}
