import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { config, rule, smallWorkspace, suppression } from './small-workspace'

const file = 'app/load-test.suppression.yaml'
const ruleFile = 'app/failed-logins.rule.yaml'
const hiding = (query: string): string => suppression.replace("'@usr.id:load-test'", `'${query}'`)
const run = (cwd: string, ...words: string[]): Promise<Run> => ddac(words, { cwd })
const inTenant = (cwd: string): string => readFileSync(join(cwd, '.ddac/local.json'), 'utf8')
const planned = async (cwd: string) => {
  const { stdout } = await run(cwd, 'plan', '--format', 'json')
  return JSON.parse(stdout).changes.find(({ kind }: { kind: string }) => kind === 'suppression')
}

/** A tenant with the suppression as it is, and then another one in git. */
async function changedTo(
  text: string,
  more: Readonly<Record<string, string>> = {},
  first = suppression,
): Promise<string> {
  const cwd = makeFolder(smallWorkspace({ [file]: first }))
  await run(cwd, 'apply', '--yes')
  writeFiles(cwd, { [file]: text, ...more })
  return cwd
}

describe('a suppression that gets wider', () => {
  it.each([
    ['one user more', hiding('@usr.id:(load-test OR ann)')],
    ['a pattern in place of a value', hiding('@usr.id:load-*')],
    ['another user, which nothing proves to be no more', hiding('@usr.id:ann')],
    ['logs are taken, too', `${suppression}dataExclusionQuery: '@net:lab'\n`],
    ['every rule of a source', suppression.replace('rules: [failed-logins]', 'ruleQuery: source:app')],
    ['a later end', suppression.replace('2027-01-31', '2027-02-28')],
    ['no end', suppression.replace('expires: 2027-01-31', 'expires: never\nreview: 2027-01-31')],
  ])('waits for consent, and all else is applied: %s', async (_, text) => {
    const cwd = await changedTo(text, {
      'app/other.rule.yaml': rule.replace('id: failed-logins', 'id: other').replace('Several', 'Other'),
    })
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 2') })
    const { code, stdout } = await run(cwd, 'apply', '--yes')
    expect(code).toBe(1)
    expect(stdout).toMatch(/withheld {2}suppression load-test: it may hide more than it does in the tenant: /)
    expect(stdout).toContain('local: 2 applied, 1 withheld.')
  })

  it.each([
    ['one clause more', hiding('@usr.id:load-test @net:lab')],
    ['the same in other words', hiding('@usr.id:"load-test"')],
    ['a sooner end', suppression.replace('2027-01-31', '2027-01-30')],
    ['a later start', `${suppression}start: 2026-12-01\n`],
    ['a wider query that is switched off', `${hiding('@usr.id:*')}enabled: false\n`],
    ['another reason', suppression.replace('every minute', 'every hour')],
  ])('is not one with %s', async (_, text) => {
    const { code, stdout } = await run(await changedTo(text), 'apply', '--yes')
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('local: 1 applied.') })
  })

  const disabled = `${suppression}enabled: false\n`
  const started = (day: string) => `${suppression}start: ${day}\n`
  // The clock of these tests stands at noon of 25 November 2026.
  it.each([
    ['switched on', disabled, suppression, 'it is switched on'],
    ['an earlier start', started('2026-12-02'), started('2026-12-01'), 'an earlier start'],
    [
      'a start that has passed in place of one to come',
      started('2026-12-02'),
      started('2026-11-01'),
      'an earlier start',
    ],
    ['another start, both passed', started('2026-11-24'), started('2026-11-23'), undefined],
    ['no start in place of one that has passed', started('2026-11-24'), suppression, undefined],
  ])('is one that acts at other times: %s', async (_, first, text, why) => {
    const cwd = await changedTo(text, {}, first)
    const { action, reason } = await planned(cwd)
    expect(action === 'withheld' ? reason : undefined).toBe(
      why && `it may hide more than it does in the tenant: ${why}`,
    )
  })

  it('a renewal is consent to its end, and to nothing else', async () => {
    const cwd = await changedTo(suppression)
    const renew = ['suppress', 'renew', 'load-test', '--until', '2027-02-28', '--reason', 'the test goes on']
    expect((await run(cwd, ...renew)).code).toBe(0)
    const renewed = readFileSync(join(cwd, file), 'utf8')
    expect(await planned(cwd)).toMatchObject({ action: 'update' })
    writeFiles(cwd, { [file]: renewed.replace('expires: 2027-02-28', 'expires: 2027-03-01') })
    expect(await planned(cwd)).toMatchObject({ action: 'withheld' })
    writeFiles(cwd, { [file]: renewed.replace('@usr.id:load-test', '@usr.id:load-*') })
    expect(await planned(cwd)).toMatchObject({
      action: 'withheld',
      reason: expect.stringMatching(/: a later end, suppressionQuery$/),
    })
    writeFiles(cwd, { [file]: renewed })
    expect((await run(cwd, 'apply', '--yes')).stdout).toContain('local: 1 applied.')
  })

  it.each(['2027-02-28', '2026-12-31'])(
    'what was ended early is renewed until %s, and switched on again',
    async (until) => {
      const cwd = await changedTo(suppression)
      await run(cwd, 'suppress', 'expire', 'load-test')
      expect((await run(cwd, 'apply', '--yes')).code).toBe(0)
      const renew = ['suppress', 'renew', 'load-test', '--until', until, '--reason', 'the test goes on']
      expect((await run(cwd, ...renew)).code).toBe(0)
      expect(await run(cwd, 'apply', '--yes')).toMatchObject({ code: 0 })
      expect(await planned(cwd)).toMatchObject({ action: 'none' })
    },
  )

  it('a renewal takes the consent to what it hides along', async () => {
    const cwd = await changedTo(hiding('@usr.id:load-*'))
    const [, digest = ''] = /digest: ([0-9a-f]{12})/.exec((await planned(cwd)).remedy) ?? []
    const consent = `widened: { by: soc@example.com, reason: all load tests, digest: ${digest} }\n`
    writeFiles(cwd, { [file]: `${hiding('@usr.id:load-*')}${consent}` })
    await run(cwd, 'suppress', 'renew', 'load-test', '--until', '2027-02-28', '--reason', 'the test goes on')
    expect(await planned(cwd)).toMatchObject({ action: 'update' })
  })

  it('is meant where its file says so for these very queries', async () => {
    const wide = hiding('@usr.id:load-*')
    const cwd = await changedTo(wide)
    const { remedy } = await planned(cwd)
    const [, digest = ''] = /digest: ([0-9a-f]{12})/.exec(remedy) ?? []
    const consent = `widened: { by: soc@example.com, reason: all load tests, digest: ${digest} }\n`
    writeFiles(cwd, { [file]: `${hiding('@usr.id:*')}${consent}` })
    expect((await run(cwd, 'apply', '--yes')).code).toBe(1)
    writeFiles(cwd, { [file]: `${wide}${consent}` })
    expect(await planned(cwd)).toMatchObject({ action: 'update' })
    expect((await run(cwd, 'apply', '--yes')).code).toBe(0)
    expect(inTenant(cwd)).toContain('load-*')
    expect(inTenant(cwd)).not.toContain(digest)
  })

  it('is meant where the plan that showed it was reviewed, and not what came after', async () => {
    const cwd = await changedTo(hiding('@usr.id:load-*'))
    await run(cwd, 'plan', '--out', 'plan.json')
    const reviewed = ['apply', '--yes', '--reviewed', 'plan.json']
    writeFiles(cwd, { [file]: hiding('@usr.id:*') })
    expect((await run(cwd, ...reviewed)).stdout).toContain('it is another change than the one that was reviewed')
    writeFiles(cwd, { [file]: hiding('@usr.id:load-*') })
    expect(await run(cwd, ...reviewed)).toMatchObject({ code: 0 })
    expect(inTenant(cwd)).toContain('load-*')
  })

  it('waits for nothing where the policy allows it', async () => {
    const policy = `${config}policy: { suppressions: { wider: allow } }\n`
    expect((await run(await changedTo(hiding('@usr.id:*'), { 'ddac.yaml': policy }), 'apply', '--yes')).code).toBe(0)
  })

  it('is told first', async () => {
    const off = rule.replace('isEnabled: true', 'isEnabled: false')
    const { stdout } = await run(await changedTo(hiding('@usr.id:*'), { [ruleFile]: off }), 'plan')
    expect(stdout.split('\n')[0]).toMatch(
      /withheld suppression load-test, would update.*weakens detection: a wider suppression/,
    )
  })

  it('a new one is new, and a rule that is called otherwise is the same', async () => {
    const cwd = makeFolder(smallWorkspace())
    expect(await planned(cwd)).toMatchObject({ action: 'create' })
    await run(cwd, 'apply', '--yes')
    writeFiles(cwd, {
      [ruleFile]: `${rule.replace('id: failed-logins', 'id: guesses')}formerly: failed-logins\n`,
      [file]: suppression.replace('[failed-logins]', '[guesses]'),
      'app/failed-logins.test.yaml': '',
    })
    expect((await planned(cwd)).action).not.toBe('withheld')
  })
})

it('what was narrowed, switched off or ended by hand in the tenant is told as such', async () => {
  const cwd = await changedTo(suppression)
  const state = inTenant(cwd)
    .replace('@usr.id:load-test"', '@usr.id:load-test @net:lab"')
    .replace(/("suppression_query".*?)"version":\s*1/s, '$1"version": 2')
  writeFiles(cwd, { '.ddac/local.json': state })
  expect((await run(cwd, 'drift')).stdout).toContain('hides less: narrower')
})
