import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { undocumentedIn } from '../result-documents'
import { ddac, makeFolder, writeFiles } from '../run-in-process'
import { smallWorkspace, suppression } from '../small-workspace'

// The clock of these tests stands at noon of 25 November 2026.
const file = 'app/load-test.suppression.yaml'
const failure = (at: string, who: string, more: object = {}) =>
  JSON.stringify({ ddsource: 'app', timestamp: at, evt: { outcome: 'failure' }, usr: { id: who }, ...more })
const logsOf = (lines: readonly string[]) => `${lines.join('\n')}\n`
/** Two failures a minute apart: one signal. */
const pair = (day: string, who: string, more: object = {}) => [
  failure(`${day}T10:00:00Z`, who, more),
  failure(`${day}T10:01:00Z`, who, more),
]
const workspace = (text: string, files: Readonly<Record<string, string>> = {}): string =>
  makeFolder(smallWorkspace({ [file]: text, ...files }))
const check = async (cwd: string, ...words: readonly string[]) => {
  const run = await ddac(['suppress', 'check', ...words, '--format', 'json'], { cwd })
  const document = JSON.parse(run.stdout)
  expect(undocumentedIn('suppress check', document)).toBeUndefined()
  const { diagnostics = [], radius } = document
  return { ...run, codes: diagnostics.map(({ code }: { code: string }) => code).sort(), radius }
}

describe('the shipped suppression on a month of logs', () => {
  // November 2026, one pair of calls a line: an identity added and deleted ten minutes later.
  const role = (account: string, name: string, session: string) =>
    `arn:aws:sts::${account}:assumed-role/${name}/${session}`
  const deploy = (session: string) => role('111122223333', 'terraform-deploy', session)
  const month: readonly (readonly [day: number, arn: string])[] = [
    [2, deploy('pull-request-1')],
    [2, deploy('pull-request-2')],
    [3, deploy('pull-request-3')],
    [3, deploy('nightly')], // hidden, and not what it is for
    [9, deploy('pull-request-4')],
    [17, deploy('alice-by-hand')], // hidden, and not what it is for
    [17, role('111122223333', 'terraform-deploy-admin', 'pull-request-5')],
    [18, role('444455556666', 'terraform-deploy', 'pull-request-6')],
    [24, 'arn:aws:iam::111122223333:user/newsletter'],
    [30, deploy('pull-request-7')],
  ]
  // Before it starts: it would have been hidden, had it acted all along.
  const before: readonly [string, string] = ['2026-10-31', deploy('pull-request-0')]
  const call = (time: string, name: string, arn: string, id: string) => ({
    ...{ eventVersion: '1.11', eventTime: time, eventSource: 'ses.amazonaws.com', eventName: name, eventID: id },
    ...{ awsRegion: 'us-east-1', sourceIPAddress: '192.0.2.10', userAgent: 'terraform', eventType: 'AwsApiCall' },
    ...{ recipientAccountId: '111122223333', requestID: id, eventCategory: 'Management' },
    userIdentity: { type: 'AssumedRole', principalId: 'AROAEXAMPLE:session', arn, accountId: '111122223333' },
    requestParameters: { emailIdentity: 'mail.example.com' },
  })
  const records = [
    ...month.map(([day, arn]) => [`2026-11-${String(day).padStart(2, '0')}`, arn] as const),
    before,
  ].flatMap(([day, arn], index) => [
    call(`${day}T08:${String(index + 10)}:00Z`, 'CreateEmailIdentity', arn, `add-${index}`),
    call(`${day}T08:${String(index + 20)}:00Z`, 'DeleteEmailIdentity', arn, `delete-${index}`),
  ])
  const cwd = mkdtempSync(join(tmpdir(), 'ddac-month-'))
  cpSync(join(__dirname, '../../../rules'), join(cwd, 'rules'), { recursive: true })
  writeFiles(cwd, { 'month.json': JSON.stringify({ Records: records }) })

  it('hides what was counted by hand, what it is not for first', async () => {
    const { radius, code, codes } = await check(cwd, '--logs', 'month.json')
    expect(code).toBe(0)
    expect(codes).toContain('S202')
    expect(radius).toMatchObject({ on: 'logs', logs: 22, errors: 0 })
    const [one] = radius.suppressions
    // Of 11 pairs 10 are in November, 7 of these by the role, 2 of these not for a pull request.
    expect(one).toMatchObject({
      ...{ id: 'terraform-deploys-ses-identities', signals: 11, hidden: 7, beside: 2, allAlong: 8, besideAllAlong: 2 },
      ...{ alone: 7, lastActed: '2026-11-30T08:29:00Z' },
      rules: [{ rule: 'aws-ses-identity-added-then-deleted', signals: 11, hidden: 7, beside: 2 }],
      severities: [{ severity: 'medium', hidden: 7 }],
    })
    expect(one.days.map(({ day, hidden }: { day: string; hidden: number }) => [day, hidden])).toEqual([
      ['2026-10-31', 0],
      ['2026-11-02', 2],
      ['2026-11-03', 2],
      ['2026-11-09', 1],
      ['2026-11-17', 1],
      ['2026-11-30', 1],
    ])
    expect(one.groups.slice(0, 2).map(({ group }: { group: string }) => group.split('/').at(-1))).toEqual([
      'nightly',
      'alice-by-hand',
    ])
    expect(one.examples[0]).toMatchObject({ isPurpose: false, isHidden: true })
  })

  it('says so to people, and in Markdown without names unless they are asked for', async () => {
    const { stdout } = await ddac(['suppress', 'check', '--logs', 'month.json'], { cwd })
    expect(stdout).toContain('It hid 7 of 11 signals (63.6 %), 7 of them alone.')
    expect(stdout).toContain('2 that it hid are not its purpose; all along it would be 2.')
    const markdown = async (...words: readonly string[]) =>
      (await ddac(['suppress', 'check', '--logs', 'month.json', '--format', 'markdown', ...words], { cwd })).stdout
    expect(await markdown()).toContain('| aws-ses-identity-added-then-deleted | 11 | 2 | 7 |')
    expect(await markdown()).not.toMatch(/alice|nightly/)
    expect(await markdown('--show-values')).toMatch(/alice-by-hand/)
    expect(Buffer.byteLength(await markdown('--max-size', '1200'))).toBeLessThanOrEqual(1200)
  })
})

describe('what suppress check says on logs', () => {
  const logs = {
    'logs.ndjson': logsOf([
      ...pair('2026-11-02', 'load-test', { net: 'lab' }),
      ...pair('2026-11-03', 'load-test', { net: 'lab' }),
      ...pair('2026-11-04', 'ann'),
    ]),
  }
  const withQuery = (query: string) => suppression.replace("suppressionQuery: '@usr.id:load-test'", query)

  it.each([
    ['what it is for is hidden', `suppressionQuery: '@usr.id:load-test'\nintends: '@usr.id:load-test'`, []],
    [
      'more is hidden',
      `suppressionQuery: '@usr.id:(load-test OR ann)'\nintends: '@usr.id:load-test'`,
      ['S202', 'S203', 'S209'],
    ],
    ['nothing is hidden', `suppressionQuery: '@usr.id:bob'`, ['S201']],
    ['it takes logs away', `dataExclusionQuery: '@net:lab'`, []],
  ])('%s', async (_, query, codes) => {
    const run = await check(workspace(withQuery(query), logs), '--logs', 'logs.ndjson')
    expect(run.codes.filter((code: string) => code.startsWith('S2'))).toEqual(codes)
    expect(run.code).toBe(0)
  })

  it('two that hide the same on logs', async () => {
    const other = suppression.replace('id: load-test', 'id: other').replace('@usr.id:load-test', '@usr.id:load*')
    const cwd = workspace(suppression, { ...logs, 'app/other.suppression.yaml': other })
    const { codes, radius } = await check(cwd, 'load-test', '--logs', 'logs.ndjson')
    expect(codes).toEqual(['S115', 'S206'])
    expect(radius.suppressions).toMatchObject([{ id: 'load-test', overlaps: [{ id: 'other', signals: 2 }] }])
  })

  it.each([
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 's201'], 1],
    [['--fail-on', 'S202,S105'], 0],
    [['--fail-on', 'error'], 0],
  ])('exits by %j with %i', async (words, code) => {
    const cwd = workspace(withQuery(`suppressionQuery: '@usr.id:bob'`), logs)
    expect((await check(cwd, '--logs', 'logs.ndjson', ...words)).code).toBe(code)
  })

  it('logs on which nothing fires prove nothing, and no warning rests on them', async () => {
    const cwd = workspace(suppression, { 'quiet.ndjson': `${failure('2026-11-02T10:00:00Z', 'ann')}\n` })
    const { codes } = await check(cwd, '--logs', 'quiet.ndjson')
    expect(codes.filter((code: string) => code.startsWith('S2'))).toEqual([])
    const { stdout } = await ddac(['suppress', 'check', '--logs', 'quiet.ndjson'], { cwd })
    expect(stdout).toContain('Its rules raised no signal here: nothing is proved.')
  })

  it.each([
    [['nobody'], /there is no suppression "nobody"/],
    [['--last', '30d'], /it is not said of what/],
    [['--fail-on', 'S999'], /--fail-on cannot be "S999"/],
    [['--tenant-signals'], /it is not said since when/],
    [['--tenant-signals', '--last', '1d', '--logs', 'x'], /two kinds of ground/],
  ])('%j is refused', async (words, told) => {
    const run = await ddac(['suppress', 'check', ...words], { cwd: workspace(suppression) })
    expect(run.code).toBe(2)
    expect(run.stderr).toMatch(told)
  })

  it('logs that cannot be read are no answer', async () => {
    const cwd = workspace(suppression, { 'broken.ndjson': '{"a":\n' })
    expect((await ddac(['suppress', 'check', '--logs', 'broken.ndjson'], { cwd })).code).toBe(2)
  })
})

it.each([
  ['the same', '@usr.id:deploy', '@usr.id:deploy', []],
  ['the same in other words', '@usr.id:"deploy"', '@usr.id:deploy', []],
  ['less', '@usr.id:deploy @net:lab', '@usr.id:deploy', []],
  ['more', '@usr.id:deploy*', '@usr.id:deploy-ci', ['info']],
  ['one of several', '@usr.id:(deploy OR ci)', '@usr.id:ci', ['info']],
  ['any but what it is for', '-@usr.id:deploy', '@usr.id:deploy', ['warning']],
  ['another severity', 'status:low', 'status:high', ['warning']],
  // A signal may have the sources of several logs.
  ['another source, which may be there as well', 'source:okta', 'source:vpc', []],
  ['something of which nothing is proved', '@usr.id:deploy', '@net:lab', []],
  ['everything, which is told as that', '*', '@usr.id:deploy', []],
])('without logs, by proof: the query finds %s', async (_, query, intends, severities) => {
  const text = `${suppression.replace("'@usr.id:load-test'", `'${query}'`)}intends: '${intends}'\n`
  const { stdout } = await check(workspace(text))
  const found = JSON.parse(stdout).diagnostics.filter(({ code }: { code: string }) => code === 'S209')
  expect(found.map(({ severity }: { severity: string }) => severity)).toEqual(severities)
})

describe('owners and starts', () => {
  it.each([
    ['* @example/platform-team\n', '@example/platform-team', []],
    ['* @example/platform-team\n', 'platform-team', []],
    ['*.yaml Platform-Team@example.com # and others\n', 'platform-team@example.com', []],
    ['* @example/soc\n', 'platform-team@example.com', ['S208']],
    ['# platform-team@example.com\n* @example/soc\n', 'platform-team@example.com', ['S208']],
  ])('CODEOWNERS says %j and the owner is %s', async (text, owner, codes) => {
    const cwd = workspace(suppression.replace('platform-team@example.com', `'${owner}'`), { CODEOWNERS: text })
    expect((await check(cwd)).codes).toEqual(codes)
  })

  it.each([
    ['2026-11-25T12:00:00Z', []],
    ['2026-11-25T11:59:59Z', ['S207']],
  ])('a start at %s', async (start, codes) => {
    expect((await check(workspace(`${suppression}start: ${start}\n`))).codes).toEqual(codes)
  })
})

test('a suppression with a mistake is known by the id in its file: its mistakes are told, and nothing else can be done to it', async () => {
  const cwd = workspace(suppression.replace('@usr.id:load-test', '@usr.id:('))
  const { code, codes } = await check(cwd, 'load-test')
  expect([code, codes]).toEqual([1, ['Q002']])
  const renew = await ddac(['suppress', 'renew', 'load-test', '--until', '30d', '--reason', 'r'], { cwd })
  expect(renew).toMatchObject({ code: 2, stderr: expect.stringMatching(/"load-test" has a mistake.*suppress check/s) })
})
