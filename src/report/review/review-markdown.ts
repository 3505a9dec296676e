import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { codeSpan, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import { placeText } from '../diagnostics-markdown'

/** One step of a review, and what came of it. */
export interface ReviewStep {
  readonly name: 'validate' | 'test' | 'impact' | 'plan'
  /** The answer; `unknown` where there is none. */
  readonly answer: 'yes' | 'no' | 'unknown'
  /** Of `unknown`: the world stood in the way, and another try may have an answer. */
  readonly isTrouble?: true
  /** Of a plan that was made: how much it would change. */
  readonly changes?: number
  /** On one line. */
  readonly sentence: string
  readonly details: readonly MarkdownText[]
  /** In files. */
  readonly mistakes?: readonly Diagnostic[]
}

/** What a change of detections does, from its files to its tenants. */
export interface Review {
  readonly workspace: string
  readonly tenants: readonly string[]
  readonly commit?: string
  readonly steps: readonly ReviewStep[]
}

/** A review for a comment or a job's summary: a table of its steps, and the details of each as far as there is room. */
export function reviewMarkdown({ workspace, tenants, commit, steps }: Review, bound?: Bound): MarkdownText {
  const of = commit === undefined ? markdown`` : markdown`Of commit ${codeSpan(commit)}.`
  const goesTo = tenants.length > 0 ? markdown` for ${list(tenants)}` : markdown``
  const rows = steps.map(({ name, answer, sentence }) => {
    const text = markdown`| ${mark[answer]} | ${name} | ${sentence} |`
    return { text, about: `the row of ${name}` }
  })
  const blocks: readonly Block[] = [
    { text: markdown`## Detections of ${codeSpan(workspace)}${goesTo}` },
    ...(commit === undefined ? [] : [{ text: of }]),
    { text: markdown`| | step | what came of it |\n| --- | --- | --- |`, rows },
    ...steps.flatMap(({ name, details }) => details.map((text) => ({ text, about: `the details of ${name}` }))),
  ]
  return boundedMarkdown(blocks, bound)
}

const mark = { yes: markdown`:white_check_mark:`, no: markdown`:x:`, unknown: markdown`:grey_question:` } as const

/** Mistakes and failed tests as a list: where each stands and what it says, without what logs hold. */
export function findingsMarkdown(title: string, found: readonly Diagnostic[]): readonly MarkdownText[] {
  if (found.length === 0) return []
  const lines = found.slice(0, mostTold).map(({ code, message, span }) => {
    const place = span ? markdown` ${codeSpan(placeText(span))}` : markdown``
    return markdown`- ${codeSpan(code)}${place} ${message}`
  })
  const more = found.length > mostTold ? [markdown`- and ${found.length - mostTold} more`] : []
  return [markdown`${title}:\n\n${joinedMarkdown([...lines, ...more], markdown`\n`)}`]
}

const mostTold = 40

function list(names: readonly string[]): MarkdownText {
  return joinedMarkdown(names.map(codeSpan), markdown`, `)
}
