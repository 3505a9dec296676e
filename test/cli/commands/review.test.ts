import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, type Run } from '../run-in-process'
import { logs, rule, smallWorkspace, tests } from '../small-workspace'

const review = (cwd: string, ...more: string[]): Promise<Run> => ddac(['review', '--out', 'out', ...more], { cwd })
const read = (cwd: string, name: string): string => readFileSync(join(cwd, 'out', name), 'utf8')

describe('ddac review', () => {
  it('is one document of all steps, printed, written, and as data', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'workspace: team\ntenants: { local: { emulator: true } }\n' }))
    const { code, stdout } = await review(cwd, '--commit', 'abc1234')
    expect(code).toBe(0)
    expect(stdout).toContain('## Detections of `team` for `local`\n\nOf commit `abc1234`.')
    expect(stdout).toContain('| :white_check_mark: | validate | no mistakes |')
    expect(stdout).toContain('| :white_check_mark: | test | 2 passed, 0 failed |')
    expect(stdout).toContain('| :grey_question: | impact | no impact, because no base was named')
    expect(stdout).toContain('| :white_check_mark: | plan | local: 2 to create')
    expect(read(cwd, 'comment.md')).toBe(stdout)
    expect(JSON.parse(read(cwd, 'review.json'))).toMatchObject({
      version: 1,
      workspace: 'team',
      tenants: ['local'],
      commit: 'abc1234',
      code: 0,
      isWorthTelling: true,
    })
  })

  it('is not worth a comment where nothing changes', async () => {
    const cwd = makeFolder(smallWorkspace())
    await ddac(['apply', '--yes'], { cwd })
    await review(cwd)
    expect(JSON.parse(read(cwd, 'review.json'))).toMatchObject({ code: 0, isWorthTelling: false })
  })

  it('names mistakes and tests that fail, and no value of a log', async () => {
    const secret = tests.replaceAll('ann', 'somebody@example.com').replace('count: 2', 'count: 3')
    const cwd = makeFolder(
      smallWorkspace({
        'app/failed-logins.test.yaml': secret,
        'app/x.rule.yaml': rule.replace('failed > 1', 'fail > 1'),
      }),
    )
    writeFileSync(
      join(cwd, 'app/x.rule.yaml'),
      rule.replace('id: failed-logins', 'id: x').replace('Several', 'X').replace('failed > 1', 'fail > 1'),
    )
    const { code, stdout } = await review(cwd)
    expect(code).toBe(1)
    expect(stdout).toMatch(/- `R204` `app\/x\.rule\.yaml:\d+` /)
    expect(stdout).toMatch(/- `T101` `app\/failed-logins\.test\.yaml:\d+` two failures within five minutes \(failed\)/)
    for (const file of ['comment.md', 'whole.md']) expect(read(cwd, file)).not.toContain('somebody')
  })

  it('asks no tenant where it has no keys, and says why', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))
    const { code, stdout } = await review(cwd, '--without-tenant', 'a fork has no keys')
    expect(code).toBe(0)
    expect(stdout).toContain('no plan, because a fork has no keys')
    const without = await review(cwd)
    expect(without).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('no plan, because tenant "prod" has no keys'),
    })
  })

  it('says why there is no impact where git does not know the base', async () => {
    const cwd = makeFolder(smallWorkspace({ 'logs.ndjson': logs }))
    const { code, stdout } = await review(cwd, 'logs.ndjson', '--base', 'main')
    expect(code).toBe(0)
    expect(stdout).toContain('no impact, because ')
    expect(stdout).toContain('| plan | local: 2 to create')
  })
})
