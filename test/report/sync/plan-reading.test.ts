import type { JsonObject } from '../../../src/json/json'
import { makePainter } from '../../../src/medium/painter'
import type { Override } from '../../../src/override/override'
import { applyMarkdown, applyText } from '../../../src/report/sync/apply-report'
import { planJson } from '../../../src/report/sync/plan-json'
import { planMarkdown } from '../../../src/report/sync/plan-markdown'
import { planSentence, planText } from '../../../src/report/sync/plan-text'
import { applyPlan } from '../../../src/sync/apply/apply-plan'
import type { Plan } from '../../../src/sync/plan/plan'
import type { PlanReview } from '../../../src/sync/plan/review-plan'
import { MemoryRemote } from '../../sync/memory-remote'
import { applied, aRule, planned, want } from '../../sync/sample'

const plain = makePainter(false)
const reviewed = (plan: Plan, more: Partial<PlanReview> = {}): PlanReview => ({
  plan,
  refusals: [],
  suppressions: [],
  effects: [],
  notAsked: [],
  ...more,
})

describe('a change as it is read', () => {
  async function review(): Promise<PlanReview> {
    const remote = new MemoryRemote()
    const cases = [
      { name: 'some', status: 'low', condition: 'a > 0' },
      { name: 'many', status: 'high', condition: 'a > 9' },
    ] as const
    await applied(want([aRule('one', { cases }), aRule('moved')]), remote)
    const [some, many] = cases
    const wanted = want([
      aRule('one', { cases: [some, { ...many, status: 'medium' }], isEnabled: false }),
      aRule('moved', { type: 'workload_security' }),
    ])
    const places = new Map([['rule one', { file: 'app/one.rule.yaml', line: 3 }]])
    return reviewed(await planned(wanted, remote), { places, app: 'https://app.datadoghq.com' })
  }

  it('has its file and line, the rule in Datadog, the name of its case, and what forces a replacement', async () => {
    const text = String(planText(await review(), plain))
    expect(text).toMatch(
      /rule one.*\n {4}Rule one\n {4}app\/one\.rule\.yaml:3\n {4}https:\/\/app\.datadoghq\.com\/security\/rules\/view\/abc-001\n/,
    )
    expect(text).toContain('    cases[1].status  (many)\n      - high\n      + medium\n')
    expect(text).toContain('    type  # forces replacement\n')
    const markdown = String(planMarkdown(await review()))
    expect(markdown).toContain('[one](https://app.datadoghq.com/security/rules/view/abc-001) | git, weakens')
    expect(markdown).toContain(' | `app/one.rule.yaml:3` |')
    expect(markdown).toContain('  cases[1].status  (many)\n')
    expect(markdown).toContain('  type  # forces replacement\n')
    expect(JSON.parse(String(planJson([await review()]))).changes[0]).toMatchObject({
      file: 'app/one.rule.yaml',
      line: 3,
      link: 'https://app.datadoghq.com/security/rules/view/abc-001',
      weakens: ['disabled', 'lower severity'],
    })
  })

  it('that switches a rule off is counted as such, and says that it weakens detection', async () => {
    const { plan } = await review()
    expect(planSentence(plan)).toBe('memory: 1 to update, 1 to replace, 1 of them switched off, 0 unchanged.')
    expect(String(planText(reviewed(plan), plain))).toContain('weakens detection: disabled, lower severity\n')
  })
})

describe('overrides that do the same to many default rules', () => {
  const override = (change: Partial<Override>): Override =>
    ({ id: 'all-quiet', ruleQuery: 'source:cloudtrail', ...change }) as Override
  const quiet = override({ isEnabled: false, notifications: ['@slack-soc'] })

  async function tenant(count: number): Promise<MemoryRemote> {
    const remote = new MemoryRemote()
    for (let at = 0; at < count; at += 1) {
      const { id: _id, ...rule } = aRule(`d${at}`, { tags: ['source:cloudtrail', `own:${at}`] })
      const own = { isDefault: true, defaultTags: ['source:cloudtrail', `own:${at}`], name: `Default <b> ${at}` }
      await remote.createRule({ ...(rule as unknown as JsonObject), ...own, isEnabled: at !== 2 })
    }
    return remote
  }

  it('are one entry that names each rule and says what it comes to; what is otherwise stands apart', async () => {
    const remote = await tenant(4)
    const plan = await planned({ ...want([]), overrides: [quiet] }, remote)
    const text = String(planText(reviewed(plan), plain))
    expect(text).toContain(
      'update override all-quiet on 3 default rules, changed in git, weakens detection: disabled\n',
    )
    expect(text).toContain('    then each is disabled, low, tells @slack-soc\n')
    expect(text).toMatch(/\n {6}abc-001 {2}Default <b> 0\n {6}abc-002 {2}Default <b> 1\n {6}abc-004 {2}Default <b> 3\n/)
    expect(text.match(/override all-quiet/g)).toHaveLength(2)
    const markdown = String(planMarkdown(reviewed(plan)))
    expect(markdown).toContain('| update | override | all-quiet (3 default rules) | git, weakens detection: disabled |')
    expect(markdown).toContain('`all-quiet`: then each is disabled, low, tells @&#8203;slack-soc.')
    expect(markdown).toContain('- `abc-004` Default &lt;b&gt; 3')
    expect(markdown).toContain('`all-quiet`: then it is disabled, low, tells @&#8203;slack-soc.')
  })

  it('are one line in what was applied, too', async () => {
    const remote = await tenant(3)
    const plan = await planned({ ...want([]), overrides: [override({ notifications: ['@slack-soc'] })] }, remote)
    const summary = await applyPlan(plan, remote)
    const text = String(applyText(summary, plain))
    expect(text).toContain(
      'done      update override all-quiet on 2 default rules: then each is enabled, low, tells @slack-soc\n',
    )
    expect(text).toContain('\n            abc-002  Default <b> 1\n')
    const markdown = String(applyMarkdown(summary))
    expect(markdown).toContain(
      '| done | update override all-quiet on 2 default rules | then each is enabled, low, tells @&#8203;slack-soc. |',
    )
    expect(markdown).toContain('- `abc-002` Default &lt;b&gt; 1')
  })

  it('take the room of one, however many there are', async () => {
    const remote = await tenant(519)
    const plan = await planned({ ...want([]), overrides: [quiet] }, remote)
    const markdown = String(planMarkdown(reviewed(plan)))
    expect(markdown.split('\n').filter((line) => line.startsWith('| update'))).toHaveLength(2)
    expect(markdown.match(/- `abc-\d+` Default/g)).toHaveLength(519)
  })
})

describe('a plan that is longer than its medium takes', () => {
  it('keeps its sentence and its rows, and names the fields that it leaves out', async () => {
    const remote = new MemoryRemote()
    const ids = Array.from({ length: 40 }, (_, at) => `rule-${at}`)
    await applied(want(ids.map((id) => aRule(id))), remote)
    const message = 'A long text. '.repeat(100)
    const plan = await planned(want(ids.map((id) => aRule(id, { message }))), remote)
    const markdown = String(planMarkdown(reviewed(plan), { maxBytes: 9_000, whole: 'All of it is in plan.md.' }))
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(9_000)
    expect(markdown).toContain('memory: 40 to update, 0 unchanged.')
    expect(markdown.match(/^\| update \| rule \| rule-\d+ /gm)).toHaveLength(40)
    expect(markdown).toContain('the fields of rule rule-39')
    expect(markdown).toContain('All of it is in plan.md.')
  })

  it('keeps of what was applied the rows that ask for something before those that do not', async () => {
    const remote = new MemoryRemote()
    const ids = Array.from({ length: 60 }, (_, at) => `rule-${at}`)
    const plan = await planned(want(ids.map((id) => aRule(id))), remote)
    remote.fault = (call) => (call === 'createRule' && remote.rules.size === 59 ? 'before' : 'none')
    const summary = await applyPlan(plan, remote)
    const markdown = String(applyMarkdown(summary, { maxBytes: 1_500, whole: 'Ask again.' }))
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(1_500)
    expect(markdown).toMatch(/why \|\n\| --- \| --- \| --- \|\n\| :x: failed \|/)
    expect(markdown).toMatch(/Left out .*done: create rule rule-\d+.* and \d+ more\. Ask again\.\n$/)
  })
})
