import { type XmlText, xml } from '../medium/xml-text'

/** One test case for JUnit readers; `failure` and `error` are texts; an error is a test without an answer. */
export interface JunitCase {
  readonly suite: string
  readonly name: string
  readonly failure?: string
  readonly error?: string
}

/** JUnit XML as CI systems read it: one suite a file, one case a test. */
export function junit(cases: readonly JunitCase[]): XmlText {
  const suites = [...new Set(cases.map(({ suite }) => suite))]
  const body = suites.map((suite) => {
    const own = cases.filter((one) => one.suite === suite)
    return xml`  <testsuite name="${suite}" ${counts(own)}>\n${own.map(caseXml)}  </testsuite>\n`
  })
  return xml`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ddac" ${counts(cases)}>\n${body}</testsuites>\n`
}

function counts(cases: readonly JunitCase[]): XmlText {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const errors = cases.filter(({ error }) => error !== undefined).length
  return xml`tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0"`
}

function caseXml({ suite, name, failure, error }: JunitCase): XmlText {
  const head = xml`    <testcase classname="${suite}" name="${name}"`
  if (failure !== undefined) {
    const firstLine = failure.split('\n', 1)[0] ?? ''
    return xml`${head}><failure message="${firstLine}">${failure}</failure></testcase>\n`
  }
  if (error !== undefined) return xml`${head}><error message="not evaluated, because ${error}"/></testcase>\n`
  return xml`${head}/>\n`
}
