import { type Code, codes } from '../diagnostic/codes'
import { isUndecided } from '../diagnostic/standing'
import { checks } from './all-checks'
import type { Check } from './check'
import type { CodePage } from './pages/code-page'
import { codePages } from './pages/code-pages'

/** What is known of a code: what it means, what all of its kind have in common, and an example where it has a page. */
export interface CodeHelp extends Partial<CodePage> {
  readonly code: Code
  readonly meaning: string
  /** The check that tells it, and the level that holds unless the workspace sets another. */
  readonly check?: string
  readonly level?: Check['level']
  readonly kind?: string
}

/** The help for a code or the name of a check, in any case; undefined if there is no such code or check. */
export function helpFor(written: string): CodeHelp | undefined {
  const codeOrName = isCode(written.toUpperCase()) ? written.toUpperCase() : written.toLowerCase()
  const check = checks.find(({ code, name }) => code === codeOrName || name === codeOrName)
  if (check) {
    const { code, name, level, page } = check
    return { code, meaning: codes[code], check: name, level, ...page }
  }
  if (!isCode(codeOrName)) return undefined
  return { code: codeOrName, meaning: codes[codeOrName], kind: roomOf(codeOrName), ...codePages[codeOrName] }
}

/** The same as a page to be read. */
export function pageOf(codeOrName: string): string | undefined {
  const help = helpFor(codeOrName)
  return help && pageText(help)
}

/** The same in Markdown. All of it is our own text. */
export function pageMarkdown({ why, bad, good, isMet, ground, source, meaning, kind }: CodeHelp): string {
  const told = [`${sentence(meaning)}`, why ?? kind ?? '']
  if (bad === undefined || good === undefined) return told.join('\n\n').trimEnd()
  const [first, second] = isMet ? ['Met where', 'What to do'] : ['Instead of', 'write']
  return [...told, first, fenced(bad), second, fenced(good), `Known from (${ground}): ${source}.`].join('\n\n')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function fenced(example: string): string {
  return `\`\`\`\n${example.trim()}\n\`\`\``
}

function pageText({ code, meaning, check, level, kind, ...page }: CodeHelp): string {
  const usual = `Level: ${level}${level === 'off' ? '' : ' by default'}.`
  const told =
    check === undefined
      ? [kind ?? '']
      : [`${usual} Another one is set in ddac.yaml: policy: { lint: { ${check}: off } }`]
  const title = check === undefined ? code : `${code} ${check}`
  return `${[`${title}: ${meaning}`, ...told, ...exampleParts(page)].join('\n\n').trimEnd()}\n`
}

function exampleParts({ why, bad, good, isMet, ground, source }: Partial<CodePage>): readonly string[] {
  if (why === undefined || bad === undefined || good === undefined) return []
  const [first, second] = isMet ? ['Met where', 'What to do'] : ['Instead of', 'write']
  const examples = `${first}\n\n${indented(bad)}\n\n${second}\n\n${indented(good)}`
  return [why, examples, `Known from (${ground}): ${source}.`]
}

function indented(example: string): string {
  return example
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n')
}

/** What all codes of a kind have in common. */
function roomOf(code: Code): string {
  if (/^R2/.test(code))
    return 'The evaluator cannot make sense of the rule, so it is not evaluated. This is always an error.'
  if (/^[QC]0/.test(code)) return 'The text cannot be read. The place is in the message; this is always an error.'
  if (isUndecided(code)) return 'The text is read, and what it asks cannot be decided here: its rule is not evaluated.'
  if (/^Q1/.test(code)) return 'Datadog takes this query, but in another sense than its author is likely to mean.'
  if (/^S2/.test(code))
    return 'Told by `ddac suppress check`: on logs, on signals of a tenant, or by what the repository says.'
  if (/^C1/.test(code)) return 'Datadog takes this condition, but it is easily misread.'
  const kinds: Readonly<Record<string, string>> = {
    M: 'A title or message of a rule is a template: {{@usr.id}} shows an attribute of the signal.',
    R: 'Told when the file of a rule is read.',
    S: 'Told when the file of a suppression is read.',
    D: "Told when an override of Datadog's own rules is read, or meets those rules.",
    T: 'Told when a file of tests is read.',
    G: 'Told when a pipeline or its tests are read or run.',
    L: 'Told when logs are read; the rest of the logs is evaluated all the same.',
    W: 'Told when the workspace is read.',
    P: 'Told when git and a tenant are compared.',
  }
  return kinds[code.charAt(0)] ?? ''
}

function isCode(text: string): text is Code {
  return Object.hasOwn(codes, text)
}
