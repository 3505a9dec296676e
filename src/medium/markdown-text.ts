import { type HtmlText, html } from './html-text'
import { unheard } from './runner-commands'
import { filled, SafeText, type Value } from './safe-text'
import { onOneLine } from './unseen'

class Markdown extends SafeText {
  readonly medium = 'markdown'

  constructor(text: string) {
    super(unheard(text))
  }
}

/**
 * GitHub-flavoured Markdown: what it carries from outside makes no link, image, mention, reference, fence, table cell or
 * HTML, and begins no block.
 */
export type MarkdownText = Markdown

/** Whether a text that is safe somewhere is Markdown. */
export function isMarkdown(text: SafeText): text is MarkdownText {
  return text instanceof Markdown
}

/** Writes Markdown. A value is prose on one line. */
export function markdown(written: TemplateStringsArray, ...values: readonly Value<MarkdownText>[]): MarkdownText {
  return new Markdown(filled(written, values, escapeProse))
}

/** A span of code, in which nothing is markup; between more backticks than it holds in a row. */
export function codeSpan(text: string): MarkdownText {
  const line = onOneLine(text).trim()
  // A pipe would end a cell of a table even here, and a span cannot be empty.
  if (line === '' || line.includes('|')) return new Markdown(`<code>${escapeProse(line)}</code>`)
  const fence = '`'.repeat(longestRun(line) + 1)
  return new Markdown(fence.length > 1 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`)
}

/** A block of code, a text a line; its fence is longer than any run of backticks inside it. */
export function codeBlock(lines: readonly string[], language: 'diff'): MarkdownText {
  const shown = lines.map(onOneLine)
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)))
  return new Markdown(`${fence}${language}\n${shown.join('\n')}\n${fence}`)
}

/** A block that is folded away below its summary. */
export function folded(summary: HtmlText, body: MarkdownText): MarkdownText {
  return new Markdown(`${html`<details><summary>${summary}</summary>`}\n\n${body}\n\n</details>`)
}

/** A link to an address that we wrote; what was put into it from outside must be encoded as a part of an address. */
export function linkTo(address: string, text: MarkdownText): MarkdownText {
  return /^https:\/\/[A-Za-z0-9.:/%_~-]+$/.test(address) ? new Markdown(`[${text}](${address})`) : text
}

/** Texts with another one between them. */
export function joinedMarkdown(texts: readonly MarkdownText[], between: MarkdownText): MarkdownText {
  return new Markdown(texts.join(String(between)))
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}

/** Shows nothing, and comes between signs that would otherwise be read together. Ours alone: from outside none comes. */
const apart = '&#8203;'

function escapeProse(text: string): string {
  return (
    onOneLine(text)
      .trim()
      .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
      .replace(/[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`)
      .replace(/\$/g, '<span>$</span>')
      // Mentions, references to issues, merge requests and milestones, addresses and names of emoji.
      .replace(/@(?=\w)|[#!%](?=\d)|\bGH-(?=\d)|:(?=\/\/|[a-z+-][\w+-]*:)|\bwww(?=\.)/gi, `$&${apart}`)
      // What begins a heading, a list, a rule or a command of a bot where it stands first in a line.
      .replace(/^(?:[#+\-=/]|\d+(?=[.)](?:\s|$)))/, (sign) => (/\d/.test(sign) ? `${sign}\\` : `\\${sign}`))
  )
}
