import type { Outlet } from '../../src/cli/context'
import { type HtmlText, html } from '../../src/medium/html-text'
import { type JsonText, jsonText } from '../../src/medium/json-text'
import { folded, joinedMarkdown, type MarkdownText, markdown } from '../../src/medium/markdown-text'
import { lined, type TerminalText, terminal } from '../../src/medium/terminal-text'
import { type WorkflowText, workflowLog } from '../../src/medium/workflow-text'
import { type XmlText, xml } from '../../src/medium/xml-text'

/** What a log or a tenant says. */
const said = 'said by others'

/** Each medium with its own text, and all that want it. */
interface Media {
  readonly terminal: TerminalText
  readonly markdown: MarkdownText
  readonly html: HtmlText
  readonly xml: XmlText
  readonly workflow: WorkflowText
  readonly json: JsonText
}

/** True where text of one medium would fit where that of another is wanted. */
type Fits<From extends keyof Media, To extends keyof Media> = Media[From] extends Media[To] ? true : false

/** Holds for the type checker: `npm run typecheck` fails where a line marked as an error is none. */
it('a plain string is no text of a medium, and does not fit where one is wanted', () => {
  const written: string[] = []
  const outlet: Outlet = { write: (text) => written.push(String(text)), isTerminal: false }
  // @ts-expect-error a stream takes no plain string
  outlet.write(said)
  // @ts-expect-error nor one that was put together by hand
  outlet.write(`${terminal`our words`}: ${said}`)
  // @ts-expect-error nor text of a medium that became a plain string
  outlet.write(String(terminal`${said}`))
  outlet.write(terminal`${said}`)
  outlet.write(markdown`${said}`)
  outlet.write(jsonText(said))

  // @ts-expect-error a plain string
  const _terminal: TerminalText = said
  // @ts-expect-error a plain string
  const _markdown: MarkdownText = said
  // @ts-expect-error a plain string
  const _html: HtmlText = said
  // @ts-expect-error a plain string
  const _xml: XmlText = said
  // @ts-expect-error a plain string
  const _workflow: WorkflowText = said
  // @ts-expect-error a plain string
  const _json: JsonText = said
  // @ts-expect-error something that only looks like it
  const _looksLikeIt: TerminalText = { medium: 'terminal', toString: () => said }
  // @ts-expect-error a list of plain strings, which nobody escapes
  expect(() => terminal`${[said]}`).not.toThrow()
  // @ts-expect-error what is not there
  expect(() => terminal`${undefined}`).not.toThrow()
})

it('what puts texts of a medium together takes no plain string', () => {
  const unchecked = (): void => {
    // @ts-expect-error a plain string
    lined([said])
    // @ts-expect-error a plain string
    joinedMarkdown([said], markdown`, `)
    // @ts-expect-error a plain string
    folded(said, markdown`x`)
    // @ts-expect-error a plain string
    workflowLog(said)
  }
  expect(unchecked).toBeInstanceOf(Function)
})

it('text of one medium does not fit where that of another is wanted', () => {
  const fits: { [From in keyof Media]: { [To in keyof Media]: Fits<From, To> } } = {
    terminal: { terminal: true, markdown: false, html: false, xml: false, workflow: false, json: false },
    markdown: { terminal: false, markdown: true, html: false, xml: false, workflow: false, json: false },
    html: { terminal: false, markdown: false, html: true, xml: false, workflow: false, json: false },
    xml: { terminal: false, markdown: false, html: false, xml: true, workflow: false, json: false },
    workflow: { terminal: false, markdown: false, html: false, xml: false, workflow: true, json: false },
    json: { terminal: false, markdown: false, html: false, xml: false, workflow: false, json: true },
  }
  expect(Object.keys(fits)).toHaveLength(6)
  // @ts-expect-error Markdown in a line for a terminal
  expect(String(terminal`${markdown`*x*`}`)).toBe('*x*')
  // @ts-expect-error HTML in Markdown
  expect(String(markdown`${html`<b>`}`)).toBe('<b>')
  // @ts-expect-error text for a terminal in XML
  expect(String(xml`${terminal`x`}`)).toBe('x')
})

it('text of a medium that became a plain string is escaped again', () => {
  const red = terminal`\u001b[31mred\u001b[39m`
  expect(String(terminal`${red}`)).toBe('\u001b[31mred\u001b[39m')
  expect(String(terminal`${String(red)}`)).toBe('\ufffd[31mred\ufffd[39m')
})
