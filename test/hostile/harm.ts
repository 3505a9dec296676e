import { readXml } from '../report/read-xml'

/** What a text may do to its reader that none of its authors may make it do; empty if nothing. */
export function harmIn(format: string, text: string): readonly string[] {
  return [...harmToReaders(format, text), ...(harmOf[format] ?? harmToLines)(text)]
}

/** Signs that no output holds, in whatever format. */
const unseen =
  /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|[\ufe00-\ufe0d]/u

function harmToReaders(format: string, text: string): readonly string[] {
  const ours = /^::(?:error|warning|notice) (?:file=[^,:\n]+(?:,\w+=\d+)+,)?title=(?:[A-Z]\d{3}|[a-z-]+)::/
  return text
    .split('\n')
    .flatMap((line) => [
      ...(unseen.test(line) ? [`an unseen sign: ${JSON.stringify(line)}`] : []),
      ...(/##\w*\[/.test(line) ? [`a runner obeys: ${line}`] : []),
      ...(/^\s*::[a-z]/i.test(line) && !(format === 'github' && ours.test(line)) ? [`a runner obeys: ${line}`] : []),
    ])
}

const harmOf: Readonly<Record<string, (text: string) => readonly string[]>> = {
  json: (text) => unlessRead(text, JSON.parse),
  sarif: (text) => unlessRead(text, JSON.parse),
  ndjson: (text) => text.split('\n').flatMap((line) => (line === '' ? [] : unlessRead(line, JSON.parse))),
  junit: (text) => unlessRead(text, readXml),
  markdown: harmInMarkdown,
}

/** What is printed line by line: a line that begins as the attacks want it is forged. */
function harmToLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (/^FORGED/.test(line) ? [`a forged line: ${line}`] : []))
}

function unlessRead(text: string, read: (text: string) => unknown): readonly string[] {
  if (text === '') return []
  try {
    read(text)
    return []
  } catch (error) {
    return [`it does not read: ${String(error)} in ${text.slice(0, 200)}`]
  }
}

const live: readonly (readonly [string, RegExp])[] = [
  ['a link or an image', /(?<!\\)\]\s*[([:]/],
  ['an address', /https?:\/\/|www\./i],
  ['a mention', /@\w/],
  ['a reference', /(?<!&)#\d/],
  ['markup', /<(?!\/?(?:details|summary|code|span|br)>)/],
  [
    'a heading',
    /^ {0,3}#(?!## $|# (?:(?:Plan for|Drift of|Applied to|Detections of|Done by hand in) |(?:ddac [a-z ]+: no result|What it does to alerts|Suppressions that end|ATT&CK coverage|Mistakes|Tests|Tests of pipelines|Whether tests notice changes|Suppressions|Suppressions that have ended or end soon|What suppressions hide)$))|^ {0,3}=+\s*$/,
  ],
  ['emphasis', /(?<!\\)[*~]/],
]

/** What GitHub would make of a text that is not code. */
function harmInMarkdown(text: string): readonly string[] {
  const prose = withoutCode(text)
  const lines = prose.split('\n')
  const columns = (line: string): number => line.replace(/\\\\|\\\|/g, '').split('|').length
  return [
    ...lines.flatMap((line) => live.flatMap(([what, pattern]) => (pattern.test(line) ? [`${what}: ${line}`] : []))),
    ...lines.flatMap((line, index) => {
      const above = lines[index - 1] ?? ''
      const isRow = line.startsWith('|') && above.startsWith('|')
      return isRow && columns(line) !== columns(above) ? [`another count of cells: ${line}`] : []
    }),
    ...harmToLines(prose),
  ]
}

/** Fenced blocks and spans of code are taken out as CommonMark reads them. */
function withoutCode(text: string): string {
  const kept: string[] = []
  let fence: string | undefined
  for (const line of text.split('\n')) {
    const [, run = ''] = /^ {0,3}(`{3,})/.exec(line) ?? []
    if (fence === undefined) {
      fence = run !== '' && !line.slice(line.indexOf(run) + run.length).includes('`') ? run : undefined
      kept.push(fence === undefined ? line : '')
    } else if (run.length >= fence.length && line.trim() === run) fence = undefined
  }
  const prose = kept.join('\n').replace(/<code>[^<]*<\/code>/g, '')
  return prose.replace(/\\[\\`]|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, (span) => (span.startsWith('\\') ? span : ''))
}
