import fc from 'fast-check'
import type { Json, JsonObject } from '../../../src/json/json'
import type { Rule } from '../../../src/rule/rule'
import { applyPlan } from '../../../src/sync/apply/apply-plan'
import { makePlan } from '../../../src/sync/plan/make-plan'
import { settleChanges } from '../../../src/sync/tenant-changes/settle-changes'
import { readTenant } from '../../../src/sync/tenant-state'
import { often, seedOr } from '../../random-runs'
import { MemoryRemote } from '../memory-remote'
import { aRule, want } from '../sample'

/** Fields of a rule that git and people change, each by a number. */
const fields = ['message', 'isEnabled', 'query', 'severity', 'keepAlive'] as const
type Field = (typeof fields)[number]
type State = Readonly<Record<Field, number>>

const start: State = { message: 0, isEnabled: 0, query: 0, severity: 0, keepAlive: 0 }
const sizes: State = { message: 3, isEnabled: 2, query: 3, severity: 3, keepAlive: 3 }

function ruleOf(state: State): Rule {
  const { keepAlive, ...body } = bodyOf(state)
  return aRule('one', { ...body, options: { ...aRule('one').options, keepAlive: Number(keepAlive) } } as Partial<Rule>)
}

function bodyOf({ message, isEnabled, query, severity, keepAlive }: State): JsonObject {
  return {
    message: `Message ${message}.`,
    isEnabled: isEnabled === 0,
    queries: [{ query: `@rule:${query}` }],
    cases: [{ status: ['low', 'medium', 'high'][severity] ?? 'low', condition: 'a > 0' }],
    keepAlive: 3600 * (keepAlive + 1),
  }
}

/** What the tenant holds of these fields. */
function stateOf(body: JsonObject): State {
  const query = (body.queries as JsonObject[])[0]?.query as string
  const status = (body.cases as JsonObject[])[0]?.status as string
  return {
    message: Number(/\d/.exec(body.message as string)?.[0]),
    isEnabled: body.isEnabled === true ? 0 : 1,
    query: Number(query.slice(-1)),
    severity: ['low', 'medium', 'high'].indexOf(status),
    keepAlive: Number((body.options as JsonObject).keepAlive) / 3600 - 1,
  }
}

function edited(remote: MemoryRemote, field: Field, value: number): void {
  const id = remote.carrying('one')
  const body = remote.rules.get(id)?.body ?? {}
  const whole = bodyOf({ ...stateOf(body), [field]: value })
  const own: Record<Field, Record<string, Json>> = {
    message: { message: whole.message ?? '' },
    isEnabled: { isEnabled: whole.isEnabled ?? true },
    query: { queries: [{ ...(body.queries as JsonObject[])[0], ...(whole.queries as JsonObject[])[0] }] },
    severity: { cases: [{ ...(body.cases as JsonObject[])[0], ...(whole.cases as JsonObject[])[0] }] },
    keepAlive: { options: { ...(body.options as JsonObject), keepAlive: whole.keepAlive ?? 0 } },
  }
  remote.edit(id, own[field])
}

const step = fc.record({
  by: fc.constantFrom('git', 'person', 'apply', 'apply'),
  field: fc.constantFrom(...fields),
  value: fc.nat({ max: 2 }),
})

/** A person's field stays, another one git and the person change alike, and then git changes that again. */
const alike = (
  [
    ['person', 'query', 1],
    ['git', 'message', 1],
    ['person', 'message', 1],
    ['git', 'keepAlive', 1],
    ['apply', 'message', 0],
    ['git', 'message', 0],
    ['apply', 'message', 0],
  ] as const
).map(([by, field, value]) => ({ by, field, value }))

describe('git and a person at one rule', () => {
  it("nothing of a person's is lost unasked, nothing of git's is held up without a field that both changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const remote = new MemoryRemote()
        let git: State = start
        const apply = async (): Promise<readonly string[]> => {
          const actual = await readTenant(remote)
          const options = { policy: [], overwrite: false, nowMs: 0 }
          const plan = await settleChanges(makePlan(want([ruleOf(git)]), actual), actual, remote, options)
          const { failed, conflicts } = await applyPlan(plan, remote)
          expect([...failed, ...conflicts]).toEqual([])
          return plan.changes.map(({ action, withheld }) => (withheld?.asked ? 'conflict' : action))
        }
        const tenant = (): State => stateOf(remote.rules.get(remote.carrying('one'))?.body ?? {})
        await apply()
        // What was applied of git last, and what people made of it since.
        let base: State = git
        for (const { by, field, value } of steps) {
          if (by === 'git') git = { ...git, [field]: value % sizes[field] }
          else if (by === 'person') edited(remote, field, value % sizes[field])
          else {
            const before = tenant()
            const isTheirs = (one: Field): boolean => before[one] !== base[one]
            const clash = fields.some((one) => isTheirs(one) && git[one] !== base[one] && git[one] !== before[one])
            const [done] = await apply()
            expect(done === 'conflict').toBe(clash)
            const wanted = Object.fromEntries(
              fields.map((one) => [one, clash || isTheirs(one) ? before[one] : git[one]]),
            )
            expect(tenant()).toEqual(wanted)
            // What is equal without a write is noted, as if git had asked for it from the beginning.
            if (done === 'update' || fields.every((one) => git[one] === before[one])) base = git
            const [again] = await apply()
            expect(again).not.toBe('update')
          }
        }
      }),
      { seed: seedOr(7), numRuns: often(60), examples: [[alike]] },
    )
  })
})
