import { ddac, makeFolder } from '../../cli/run-in-process'
import { config, smallWorkspace, suppression } from '../../cli/small-workspace'

/** The clock of these tests stands at noon of 25 November 2026. */
const policy = `${config}policy: { suppressions: { maxDuration: 30d } }\n`
const load = (lines: string): string => suppression.replace(/^expires:.*\n/m, lines)

describe('policy.suppressions.maxDuration', () => {
  it.each([
    ['an end just inside, from now on', 'expires: 2026-12-25T12:00:00Z\n', 0],
    ['an end just outside, from now on', 'expires: 2026-12-25T12:00:01Z\n', 1],
    ['an end just inside, from its start', 'start: 2026-12-01\nexpires: 2026-12-31\n', 0],
    ['an end just outside, from its start', 'start: 2026-12-01\nexpires: 2026-12-31T00:00:01Z\n', 1],
    ['never', 'expires: never\nreview: 2026-12-01\n', 1],
    ['what is switched off', 'enabled: false\nexpires: 2027-12-01\n', 0],
    ['what has ended', 'start: 2026-01-01\nexpires: 2026-11-01\n', 0],
  ])('%s', async (_what, lines, code) => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': policy, 'app/load-test.suppression.yaml': load(lines) }))
    const run = await ddac(['validate'], { cwd })
    expect([run.code, run.stdout.includes('error[S011]')]).toEqual([code, code === 1])
  })

  it('says how long this one lasts', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': policy }))
    const { stdout } = await ddac(['validate'], { cwd })
    expect(stdout).toContain('a suppression may last 30 days in this workspace; this one lasts 66.5 days')
  })
})
