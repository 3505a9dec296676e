import { connectDatadog } from '../../src/datadog/datadog-remote'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import { readRule } from '../../src/rule/read-rule'
import { readSuppression } from '../../src/suppression/read-suppression'
import { applyPlan } from '../../src/sync/apply/apply-plan'
import { adoptedRuleFile } from '../../src/sync/drift/adopted-file'
import { makeDrift, revertPlan } from '../../src/sync/drift/drift'
import { tellWho } from '../../src/sync/drift/tell-who'
import { type ImportedFile, importFiles } from '../../src/sync/import/import-files'
import { selectRemote } from '../../src/sync/import/select-remote'
import { makePlan } from '../../src/sync/plan/make-plan'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import type { Remote } from '../../src/sync/remote'
import { readTenant } from '../../src/sync/tenant-state'
import { readYaml } from '../../src/yaml/yaml-document'
import { aCorrelation, actionsOf, aRule, aSuppression, want } from '../sync/sample'

let emulator: Emulator
let remote: Remote
beforeEach(async () => {
  emulator = await startEmulator()
  remote = connectDatadog({ tenant: 'local', baseUrl: emulator.url })
})
afterEach(() => emulator.close())

const planOf = async (wanted: WantedState) => makePlan(wanted, await readTenant(remote))

/** The rule of the tenant that carries a slug, as somebody at the screen finds it. */
async function idOf(slug: string): Promise<string> {
  const rule = (await remote.listRules()).find(({ body }) => (body.tags as readonly string[]).includes(`ddac:${slug}`))
  return rule?.id ?? ''
}

it('drift against a tenant that speaks HTTP: who, when, and back again', async () => {
  const wanted = want([aRule('one'), aRule('two')], [aSuppression('quiet')])
  await applyPlan(await planOf(wanted), remote)
  await remote.updateRule(await idOf('one'), { isEnabled: false })
  await remote.deleteRule(await idOf('two'))
  const { drift, plan } = makeDrift(wanted, await readTenant(remote))
  const told = await tellWho(drift, plan, remote)
  expect(told.items).toMatchObject([
    { how: 'disabled', id: 'one', who: { kind: 'since-apply', versions: [{ version: 2, by: expect.any(String) }] } },
    { how: 'missing', id: 'two' },
  ])
  await applyPlan(revertPlan(plan, told), remote)
  expect(makeDrift(wanted, await readTenant(remote)).drift.items).toEqual([])
})

it("the tenant's version adopted into a file leaves nothing to plan", async () => {
  const text =
    'id: one # ours\nname: One\nmessage: Hm.\nqueries: [{query: "@a:b"}]\ncases: [{status: low, condition: a > 0}]\noptions: {evaluationWindow: 5m, keepAlive: 1h, maxSignalDuration: 1d}\n'
  const read = (written: string) => readRule(readYaml({ path: 'one.rule.yaml', text: written })).rule
  await applyPlan(await planOf(want([read(text) ?? aRule('one')])), remote)
  const { id, body } = await remote.updateRule(await idOf('one'), { message: 'By hand.', isEnabled: false })
  expect(id).toBe(await idOf('one'))
  const adopted = adoptedRuleFile(readYaml({ path: 'one.rule.yaml', text }), body, () => undefined)
  if ('trouble' in adopted) throw new Error(adopted.trouble)
  expect(adopted.text).toBe(`${text.replace('Hm.', 'By hand.')}isEnabled: false\n`)
  expect(actionsOf(await planOf(want([read(adopted.text) ?? aRule('one')])))).toEqual([])
})

it('a whole tenant made by hand is imported, adopted without a flag or a change of content, and then managed', async () => {
  const rules = Array.from({ length: 120 }, (_, index) => aRule(`rule-${index}`, { tags: [`source:s${index % 3}`] }))
  for (const { id: _slug, ...rule } of rules) await remote.createRule(JSON.parse(JSON.stringify(rule)))
  const [target] = await remote.listRules()
  const { id: _slug, ...counter } = aCorrelation('counter', target?.id ?? '')
  await remote.createRule(JSON.parse(JSON.stringify(counter)))
  await remote.createSuppression({
    name: 'Q',
    enabled: true,
    rule_query: `ruleId:${target?.id}`,
    suppression_query: '@a:b',
  })

  const actual = await readTenant(remote)
  const { files, troubles } = importFiles(actual, selectRemote(actual, { by: 'all' }), [])
  expect(troubles).toEqual([])
  expect(files).toHaveLength(122)
  const wanted = readAll(files)
  const adopting = await planOf(wanted)
  expect(adopting.summary).toMatchObject({ adopt: 122, create: 0, update: 0, withheld: 0 })
  expect(
    adopting.changes.flatMap(({ fields }) => fields.map(({ path }) => path)).filter((path) => path !== 'tags'),
  ).toEqual([])
  expect((await applyPlan(adopting, remote)).applied).toHaveLength(122)
  const after = await planOf(wanted)
  expect(actionsOf(after)).toEqual([])
  expect(after.unmanaged).toEqual([])
}, 30_000)

function readAll(files: readonly ImportedFile[]): WantedState {
  const documents = files.map(({ kind, path, text }) => ({ kind, document: readYaml({ path, text }) }))
  return {
    rules: documents.flatMap(({ kind, document }) => (kind === 'rule' ? (readRule(document).rule ?? []) : [])),
    suppressions: documents.flatMap(({ kind, document }) =>
      kind === 'suppression' ? (readSuppression(document, { required: [] }).suppression ?? []) : [],
    ),
  }
}
