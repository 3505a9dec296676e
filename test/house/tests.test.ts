import fc from 'fast-check'
import { tests, withoutComments } from './sources'

/** Where a pattern is found in the code of the tests, but for some files. */
function filesWith(pattern: RegExp, but: RegExp): string[] {
  return tests
    .filter(({ path, text }) => !but.test(path) && pattern.test(withoutComments(text)))
    .map(({ path }) => path)
}

describe('the tests', () => {
  it('processes are started in one test file', () => {
    expect(filesWith(/['"](?:node:)?(?:child_process|cluster)['"]/, /^(?:house|bench|siege|walk)\//)).toEqual([
      'cli/processes.test.ts',
    ])
  })

  it('no test asserts wall time, or looks at a clock at all', () => {
    const clock = /\bperformance\.|\bDate\.now\b|\bnew Date\(\)|\bhrtime\b|\bcpuUsage\b|\bprocess\.uptime\b/
    // Fuzzing by hand ends after the minutes that were asked for, and ends what hangs.
    expect(filesWith(clock, /^(?:house|bench|siege)\/|^fuzz\/(?:campaign|reader-thread)\.ts$/)).toEqual([])
  })

  it('HTTP is taken over by mockApi, which gives it back: files share what is loaded', () => {
    const taking = filesWith(/from ['"]nock['"]/, /^datadog\/mocked-api\.ts$/)
    expect(taking.length).toBeGreaterThan(0)
    expect(taking.filter((path) => !filesWith(/\bmockApi\(\)/, /^$/).includes(path))).toEqual([])
  })

  it('laws are tried on the same random data each time, unless another seed is asked for', () => {
    expect(fc.readConfigureGlobal()?.seed).toBe(Number(process.env['DDAC_SEED'] ?? 20260101))
  })
})
