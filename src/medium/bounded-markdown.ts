import { joinedMarkdown, type MarkdownText, markdown } from './markdown-text'

/** A part of a document that may be left out where it is too long. */
export interface Block {
  readonly text: MarkdownText
  /** What is missing without it; a block without a name is never left out. */
  readonly about?: string
  /** Of a table, whose head is the text: its rows, as many as fit into half of what is left. */
  readonly rows?: readonly Row[]
}

/** A row of a table, and what is missing without it. */
interface Row {
  readonly text: MarkdownText
  readonly about: string
}

/** What a medium takes, and where the rest can be read. */
export interface Bound {
  /** In bytes of UTF-8, which are never fewer than characters. */
  readonly maxBytes: number
  /** Where all of it stands. */
  readonly whole: string
}

/**
 * Blocks with an empty line between them, as many as fit. What does not is named at the end, as far as there is room;
 * a later block that still fits stays.
 */
export function boundedMarkdown(blocks: readonly Block[], bound?: Bound): MarkdownText {
  const all = joined(blocks.map((block) => table(block, block.rows ?? [])))
  if (!bound || bytesOf(all) <= bound.maxBytes) return all
  const room = Math.min(mostForNote, Math.floor(bound.maxBytes / 4))
  let left = bound.maxBytes - room
  for (const { text, about } of blocks) if (about === undefined) left -= bytesOf(text) + 2
  const missing: string[] = []
  const kept: MarkdownText[] = []
  for (const block of blocks) {
    const { text, about, rows } = block
    if (rows) {
      const shown = fitting(rows, Math.floor(left / 2))
      left -= shown.reduce((sum, row) => sum + bytesOf(row.text) + 1, 0)
      for (const row of rows.slice(shown.length)) missing.push(row.about)
      kept.push(table(block, shown))
    } else if (about === undefined) kept.push(text)
    else if (bytesOf(text) + 2 <= left) {
      kept.push(text)
      left -= bytesOf(text) + 2
    } else missing.push(about)
  }
  return joined(missing.length > 0 ? [...kept, note(missing, bound, room)] : kept)
}

/** A list below a title, which may be a heading; nothing where it is empty. It is left out as a whole. */
export function listed(title: string, about: string, lines: readonly MarkdownText[]): readonly Block[] {
  if (lines.length === 0) return []
  const head = title.startsWith('## ') ? markdown`## ${title.slice(3)}` : markdown`${title}`
  return [{ text: markdown`${head}\n\n${bullets(lines)}`, about }]
}

/** A line for each, with a dash before it. */
export function bullets(lines: readonly MarkdownText[]): MarkdownText {
  return joinedMarkdown(
    lines.map((line) => markdown`- ${line}`),
    markdown`\n`,
  )
}

function joined(texts: readonly MarkdownText[]): MarkdownText {
  return markdown`${joinedMarkdown(texts, markdown`\n\n`)}\n`
}

function table({ text }: Block, rows: readonly Row[]): MarkdownText {
  return markdown`${text}${rows.map((row) => markdown`\n${row.text}`)}`
}

/** The first rows that fit. */
function fitting(rows: readonly Row[], room: number): readonly Row[] {
  let left = room
  const end = rows.findIndex(({ text }) => {
    left -= bytesOf(text) + 1
    return left < 0
  })
  return end === -1 ? rows : rows.slice(0, end)
}

/** How many bytes the list of what is missing may take. */
const mostForNote = 4_000

function note(missing: readonly string[], { maxBytes, whole }: Bound, room: number): MarkdownText {
  let named: readonly MarkdownText[] = []
  let text = noteOf(named, missing.length, maxBytes, whole)
  for (const about of missing) {
    const more = [...named, markdown`${about}`]
    const longer = noteOf(more, missing.length, maxBytes, whole)
    if (bytesOf(longer) > room) break
    named = more
    text = longer
  }
  return text
}

function noteOf(named: readonly MarkdownText[], count: number, maxBytes: number, whole: string): MarkdownText {
  const rest = count - named.length
  const list = joinedMarkdown(named, markdown`, `)
  const more = rest === 0 ? markdown`` : named.length > 0 ? markdown` and ${rest} more` : markdown`${rest} parts`
  return markdown`:warning: Left out to stay within ${maxBytes} bytes: ${list}${more}. ${whole}`
}

/** The length of a text in UTF-8. */
function bytesOf(text: MarkdownText): number {
  return Buffer.byteLength(String(text))
}
