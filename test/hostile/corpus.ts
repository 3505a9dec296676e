/** What others may write where our users read, by kind. Each is short, so that none is cut off where a long text is. */
const attacks = {
  escape: '\u001b[2J\u001b]52;c;eA==\u0007\b\u007f',
  c1: '\u009b31m\u0085FORGED',
  bidi: '\u202e\u2066\u200f\u061c',
  zeroWidth: '\u200b\u2060\ufeff\u00ad\u180e',
  tags: '\u{e0041}\u{e007f}\ufe01',
  lineFeed: '\nFORGED',
  carriageReturn: '\r\nFORGED\rFORGED',
  separators: '\u2028FORGED\u2029FORGED\u000bFORGED\u000cFORGED',
  command: '::error file=a::FORGED',
  commandOnItsLine: '\n \u00a0::add-mask::FORGED\n',
  oldCommand: '##[add-mask]FORGED',
  azureCommand: '##vso[task.setvariable variable=a]FORGED',
  link: '[l](https://evil.example) www.evil.example',
  image: '![i](//evil.example/i.png)',
  mention: '@octocat #1',
  html: '<img src=x onerror=a> <!-- ]]> "\'',
  code: '`c` ```\n```\n',
  table: '| a | b |\n| --- | --- |\n',
  heading: '\n# FORGED\n===\n- FORGED',
  formula: "=cmd|' /C calc'!A0",
} as const

const kinds = Object.values(attacks)

/** All attacks in one text, each in its turn at the beginning, with a mark by which the text is found again. */
export function hostileText(number: number): string {
  const at = number % kinds.length
  const [first = '', ...rest] = [...kinds.slice(at), ...kinds.slice(0, at)]
  return [`${first}${markOf(number)}`, ...rest].join(' ')
}

/** What names a hostile text in all that is printed of it. */
export function markOf(number: number): string {
  return `h${number}h`
}

/** Names of files, one for each attack: all that a name may hold on Linux. */
export const hostileNames: readonly string[] = kinds.map(
  (attack, index) => `${attack.replaceAll('/', '').replaceAll('\0', '')}${markOf(index)}`,
)
