/** One test case for JUnit readers; `failure` and `skipped` are texts. */
export interface JunitCase {
  readonly suite: string
  readonly name: string
  readonly failure?: string
  readonly skipped?: string
}

/** JUnit XML as CI systems read it: one suite a file, one case a test. */
export function junit(cases: readonly JunitCase[]): string {
  const suites = [...new Set(cases.map(({ suite }) => suite))]
  const body = suites.map((suite) => {
    const own = cases.filter((one) => one.suite === suite)
    return `  <testsuite name="${escapeXml(suite)}" ${counts(own)}>\n${own.map(caseXml).join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ddac" ${counts(cases)}>\n${body.join('')}</testsuites>\n`
}

function counts(cases: readonly JunitCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  return `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`
}

function caseXml({ suite, name, failure, skipped }: JunitCase): string {
  const head = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`
  if (failure !== undefined) {
    const firstLine = failure.split('\n', 1)[0] ?? ''
    return `${head}><failure message="${escapeXml(firstLine)}">${escapeXml(failure)}</failure></testcase>\n`
  }
  if (skipped !== undefined) return `${head}><skipped message="${escapeXml(skipped)}"/></testcase>\n`
  return `${head}/>\n`
}

/** Also replaces the control characters that XML 1.0 cannot carry. */
function escapeXml(text: string): string {
  return [...text]
    .map((character) => {
      switch (character) {
        case '&':
          return '&amp;'
        case '<':
          return '&lt;'
        case '>':
          return '&gt;'
        case '"':
          return '&quot;'
        case '\n':
          return '&#10;'
        default:
          return isXmlCharacter(character) ? character : '\uFFFD'
      }
    })
    .join('')
}

function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code === 0x9 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000
}
