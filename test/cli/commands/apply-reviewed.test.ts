import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, type Run, writeFiles } from '../run-in-process'
import { rule, smallWorkspace, suppression } from '../small-workspace'

const ruleFile = 'app/failed-logins.rule.yaml'
const other = rule.replace('id: failed-logins', 'id: other').replace('Several', 'Other')
const more = rule.replace('failed > 1', 'failed > 2')

const held = (cwd: string): string => readFileSync(join(cwd, '.ddac/local.json'), 'utf8')
const run = (cwd: string, ...argv: string[]): Promise<Run> => ddac(argv, { cwd })
const review = (cwd: string, file = 'plan.json', ...options: string[]): Promise<Run> =>
  run(cwd, 'plan', '--out', file, ...options)
const applyReviewed = (cwd: string, ...more: string[]): Promise<Run> =>
  run(cwd, 'apply', '--yes', '--reviewed', 'plan.json', ...more)

/** Changes a rule of the emulated tenant as a person would. */
async function byHand(cwd: string, from: string, to: string): Promise<void> {
  const file = join(cwd, '.ddac/local.json')
  const state = JSON.parse(readFileSync(file, 'utf8').replace(from, to))
  for (const one of Object.values<{ version?: number }>(state.rules ?? {})) one.version = (one.version ?? 1) + 1
  writeFiles(cwd, { '.ddac/local.json': JSON.stringify(state) })
}

describe('ddac apply --reviewed', () => {
  it('writes what was reviewed, from the files as they are, once', async () => {
    const cwd = makeFolder(smallWorkspace())
    await review(cwd)
    expect(await applyReviewed(cwd)).toMatchObject({ code: 0, stdout: expect.stringContaining('local: 2 applied.') })
    expect(await applyReviewed(cwd)).toMatchObject({ code: 0, stdout: 'local: 0 applied.\n' })
  })

  it('what came into git since is withheld by name, and the reviewed is written all the same', async () => {
    const cwd = makeFolder(smallWorkspace())
    await review(cwd)
    writeFiles(cwd, { 'app/other.rule.yaml': other })
    const { code, stdout } = await applyReviewed(cwd)
    expect(code).toBe(1)
    expect(stdout).toContain('withheld  rule other: nobody has reviewed this change')
    expect(stdout).toContain('local: 2 applied, 1 withheld.')
    expect(held(cwd)).not.toContain('ddac:other')
  })

  it('a change that is not the reviewed one any more is withheld', async () => {
    const cwd = makeFolder(smallWorkspace())
    await run(cwd, 'apply', '--yes')
    writeFiles(cwd, { [ruleFile]: more })
    await review(cwd)
    writeFiles(cwd, { [ruleFile]: rule.replace('failed > 1', 'failed > 3') })
    const { code, stdout } = await applyReviewed(cwd)
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(
        'withheld  rule failed-logins: it is another change than the one that was reviewed',
      ),
    })
    expect(held(cwd)).toContain('failed > 1')
  })

  it('one of several reviewed plans is enough for each change', async () => {
    const cwd = makeFolder(smallWorkspace())
    await review(cwd)
    writeFiles(cwd, { 'app/other.rule.yaml': other })
    await review(cwd, 'second.json', '--target', 'other')
    expect(await applyReviewed(cwd, 'second.json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('local: 3 applied.'),
    })
  })

  it('a deletion that was reviewed is made, and one that was not is not, whatever the guard would say of both', async () => {
    const files = {
      'app/other.rule.yaml': other,
      'app/third.rule.yaml': other.replace('other', 'third').replace('Other', 'Third'),
    }
    const cwd = makeFolder(smallWorkspace(files))
    await run(cwd, 'apply', '--yes')
    rmSync(join(cwd, 'app/other.rule.yaml'))
    await review(cwd, 'plan.json', '--prune')
    rmSync(join(cwd, 'app/third.rule.yaml'))
    const { code, stdout, stderr } = await applyReviewed(cwd)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.not.stringContaining('P003') })
    expect(stdout).toContain('done      delete rule other')
    expect(stdout).toContain('withheld  rule third: nobody has reviewed this change')
  })

  it('deletions that the guard objected to under review are not made', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/other.rule.yaml': other }))
    await run(cwd, 'apply', '--yes')
    for (const file of ['app/other.rule.yaml', 'app/load-test.suppression.yaml']) rmSync(join(cwd, file))
    expect((await review(cwd, 'plan.json', '--prune')).stderr).toContain('P003')
    expect(await applyReviewed(cwd)).toMatchObject({ code: 1, stdout: expect.stringContaining('2 withheld') })
    expect(held(cwd)).toContain('ddac:other')
  })

  it('unrelated movement in the tenant refuses nothing', async () => {
    const cwd = makeFolder(smallWorkspace({ 'app/other.rule.yaml': other }))
    await run(cwd, 'apply', '--yes')
    writeFiles(cwd, { 'app/load-test.suppression.yaml': suppression.replace("load-test'", "(load-test OR smoke)'") })
    await review(cwd)
    await byHand(cwd, 'Other failed logins', 'Renamed by hand')
    const { stdout } = await applyReviewed(cwd)
    expect(stdout).toContain('done      update suppression load-test')
    expect(held(cwd)).toContain('Renamed by hand')
  })

  it.each([
    ['a plan beside it', ['apply', 'plan.json', '--reviewed', 'plan.json', '--yes'], 'contradict each other'],
    [
      'a tenant without a reviewed plan',
      ['apply', '--yes', '--reviewed', 'plan.json', '--tenant', 'second'],
      'none of the reviewed plans is for the tenant "second"',
    ],
    ['a file that is no plan', ['apply', '--yes', '--reviewed', 'ddac.yaml'], 'this is no saved plan'],
  ])('%s is refused', async (_, argv, message) => {
    const tenants = 'tenants: { local: { emulator: true }, second: { emulator: true } }\ndefaultTenant: local\n'
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': tenants }))
    await review(cwd)
    expect(await run(cwd, ...argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  })
})
