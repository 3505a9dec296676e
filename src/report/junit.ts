import { type XmlText, xml } from '../medium/xml-text'

/** One test case for JUnit readers; `failure` and `error` are texts; an error is a test without an answer, as `trouble` is. */
export interface JunitCase {
  /** A file, as the user knows it. */
  readonly suite: string
  /** Set where the suite is named after no file. */
  readonly isInNoFile?: true
  readonly name: string
  /** How long it took; 0 where that was not measured. */
  readonly seconds?: number
  readonly failure?: string
  /** The code of the failure, where it has one. */
  readonly type?: string
  readonly error?: string
  /** Why there is no answer at all, in one line and in full. */
  readonly trouble?: { readonly type: string; readonly message: string; readonly text: string }
  /** What is told beside a case that passed. */
  readonly output?: string
}

/**
 * JUnit XML as CI systems read it: one suite a file, one case a test. Elements and attributes are those of junit-10.xsd of
 * Jenkins' xunit-plugin, and no others. The file stands at the suite, and at each case, where GitLab looks for it; why there is
 * no answer stands as a message and as text, of which GitLab reads the text (GitLab docs, "Unit test reports").
 */
export function junit(cases: readonly JunitCase[]): XmlText {
  const bySuite = new Map<string, JunitCase[]>()
  for (const one of cases) {
    const own = bySuite.get(one.suite)
    if (own) own.push(one)
    else bySuite.set(one.suite, [one])
  }
  const body = [...bySuite].map(([suite, own]) => {
    const file = own[0] ? fileOf(own[0]) : xml``
    const head = xml`  <testsuite name="${suite}"${file} ${counts(own)} skipped="0">`
    return xml`${head}\n${own.map(caseXml)}  </testsuite>\n`
  })
  return xml`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ddac" ${counts(cases)}>\n${body}</testsuites>\n`
}

function fileOf({ suite, isInNoFile }: JunitCase): XmlText {
  return isInNoFile ? xml`` : xml` file="${suite}"`
}

function counts(cases: readonly JunitCase[]): XmlText {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const errors = cases.filter(({ error, trouble }) => error !== undefined || trouble).length
  const seconds = cases.reduce((sum, one) => sum + (one.seconds ?? 0), 0)
  return xml`tests="${cases.length}" failures="${failures}" errors="${errors}" time="${seconds.toFixed(3)}"`
}

function caseXml(one: JunitCase): XmlText {
  const { suite, name, seconds = 0, failure, type = 'failed', error, trouble, output } = one
  const head = xml`    <testcase classname="${suite}" name="${name}"${fileOf(one)} time="${seconds.toFixed(3)}"`
  if (failure !== undefined) {
    const firstLine = failure.split('\n', 1)[0] ?? ''
    return xml`${head}><failure type="${type}" message="${firstLine}">${failure}</failure></testcase>\n`
  }
  if (error !== undefined) {
    const told = `not evaluated, because ${error}`
    return xml`${head}><error type="not evaluated" message="${told}">${told}</error></testcase>\n`
  }
  if (trouble)
    return xml`${head}><error type="${trouble.type}" message="${trouble.message}">${trouble.text}</error></testcase>\n`
  return output === undefined ? xml`${head}/>\n` : xml`${head}><system-out>${output}</system-out></testcase>\n`
}
