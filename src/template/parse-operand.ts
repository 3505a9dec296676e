import type { Problem } from '../diagnostic/diagnostic'
import type { ProblemList } from '../diagnostic/problem-list'
import { quoted } from '../diagnostic/shown'
import type { TextRange } from '../diagnostic/span'
import { parseExpression } from './parse-expression'
import { parseReference } from './parse-reference'
import { splitWords, type Word } from './split-words'
import type { BlockTest, Operand, Reference } from './template'
import { isTimeZone } from './times'

/** Reads what stands inside of braces: names, helpers with their arguments, and the tests of blocks. */
export class OperandReader {
  constructor(private readonly problems: ProblemList) {}

  /** What a value tag shows: a name, or one of the three helpers with its arguments. */
  operand(words: readonly Word[], token: TextRange): Operand | undefined {
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
        this.report('M004', 'warning', `there is no helper ${quoted(head.text)}`, rangeOf(head), help)
        return undefined
      }
    }
  }

  private evaluation(word: Word): Operand | undefined {
    const { expression, problems } = parseExpression(word.text, word.textStart)
    for (const problem of problems) this.problems.tell(problem)
    return expression && { kind: 'eval', expression }
  }

  private localTime(time: Word, zone: Word | undefined): Operand | undefined {
    if (!zone || isTimeZone(zone.text))
      return { kind: 'localTime', of: this.reference(time), zone: zone?.text ?? 'UTC' }
    const help = 'zones are named as in the tz database, for example Europe/Berlin'
    this.report('M009', 'error', `there is no time zone ${quoted(zone.text)}`, rangeOf(zone), help)
    return undefined
  }

  private reference(word: Word): Reference {
    const { reference, problems } = parseReference(word.text, word.textStart)
    for (const problem of problems) this.problems.tell(problem)
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

  /** The test of a block that is one of ours. */
  blockTest(words: readonly Word[], token: TextRange): BlockTest | undefined {
    const [helper, subject, ...rest] = words
    const range = helper ? rangeOf(helper) : token
    if (!helper) {
      this.report('M005', 'error', 'this block has no name', range, 'the blocks are is_match, is_exact_match and if')
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
