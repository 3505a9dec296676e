import fc from 'fast-check'
import type { JsonObject } from '../../../src/json/json'
import { readRule } from '../../../src/rule/read-rule'
import type { Rule } from '../../../src/rule/rule'
import { isSlug } from '../../../src/rule/slug'
import { readSuppression } from '../../../src/suppression/read-suppression'
import { type ImportResult, importFiles } from '../../../src/sync/import/import-files'
import type { ExistingFile } from '../../../src/sync/import/import-names'
import { type Selection, selectRemote } from '../../../src/sync/import/select-remote'
import { makePlan } from '../../../src/sync/plan/make-plan'
import type { WantedState } from '../../../src/sync/plan/wanted-state'
import type { TenantState } from '../../../src/sync/tenant-state'
import { readYaml } from '../../../src/yaml/yaml-document'
import { often } from '../../random-runs'
import { arbitraryRules } from '../arbitrary-rule'
import { MemoryRemote } from '../memory-remote'
import { actionsOf, applied, aRule, aSuppression, codesOf, planned, want } from '../sample'

const all: Selection = { by: 'all' }

/** A rule of the tenant under an id of its own, made at the screen unless the change says otherwise. */
function remoteRule(id: string, change: JsonObject = {}) {
  const { id: _slug, ...rule } = aRule(id)
  const body = { ...(rule as unknown as JsonObject), id, version: 1, tags: [], isDefault: false, ...change }
  return { id, version: 1, body }
}

function remoteSuppression(id: string, change: JsonObject = {}) {
  const attributes = {
    name: `Quiet ${id}`,
    enabled: true,
    rule_query: 'source:x',
    suppression_query: '@a:b',
    data_exclusion_query: '',
    tags: [],
    version: 1,
    ...change,
  }
  return { id, version: 1, attributes }
}

function tenant(
  rules: readonly ReturnType<typeof remoteRule>[],
  suppressions: TenantState['suppressions'] = [],
): TenantState {
  return { tenant: 't', rules, suppressions }
}

function imported(
  actual: TenantState,
  selection: Selection = all,
  existing: readonly ExistingFile[] = [],
): ImportResult {
  return importFiles(actual, selectRemote(actual, selection), existing)
}

const pathsOf = ({ files }: ImportResult): readonly string[] => files.map(({ path }) => path)

/** The workspace that the files make. */
function read({ files }: ImportResult): WantedState {
  const documents = files.map(({ kind, path, text }) => ({ kind, document: readYaml({ path, text }) }))
  return {
    rules: documents.flatMap(({ kind, document }) => (kind === 'rule' ? (readRule(document).rule ?? []) : [])),
    suppressions: documents.flatMap(({ kind, document }) =>
      kind === 'suppression' ? (readSuppression(document, { required: [] }).suppression ?? []) : [],
    ),
  }
}

it('the order in which the tenant gives tags back changes no file', () => {
  const texts = (tags: readonly string[]) => {
    const state = tenant(
      [remoteRule('abc-def-ghi', { tags: [...tags] })],
      [remoteSuppression('s-1', { tags: [...tags] })],
    )
    const { files } = importFiles(state, selectRemote(state, all), [], { nowMs: 0 })
    return files.map(({ text }) => text)
  }
  const tags = ['team:soc', 'source:x', 'env:prod']
  expect(texts(tags)).toHaveLength(2)
  expect(texts([...tags].reverse())).toEqual(texts(tags))
})

describe('names and folders', () => {
  it.each<[string, JsonObject, string]>([
    [
      'the folder of its source',
      { name: 'Root login', tags: ['source:cloudtrail'] },
      'cloudtrail/root-login.rule.yaml',
    ],
    [
      'the first source of several, whatever their order',
      { tags: ['source:okta', 'source:azure'] },
      'azure/rule-abc.rule.yaml',
    ],
    ['the folder of its type without a source', { type: 'workload_security' }, 'workload-security/rule-abc.rule.yaml'],
    ['a folder for all others', {}, 'other/rule-abc.rule.yaml'],
    ['its tag before its name', { tags: ['ddac:ours'] }, 'other/ours.rule.yaml'],
    ['accents and signs plainly', { name: 'Été — [AWS] S3 "public"' }, 'other/ete-aws-s3-public.rule.yaml'],
    ['its id where the name has no letter of ours', { name: '不審なログイン' }, 'other/rule-abc.rule.yaml'],
    ['no name that Windows keeps for itself', { name: 'CON' }, 'other/con-rule.rule.yaml'],
    ['no such name for its file where its tag has it', { tags: ['ddac:aux'] }, 'other/aux-rule.rule.yaml'],
    ['no such folder', { tags: ['source:nul'] }, 'nul-logs/rule-abc.rule.yaml'],
    ['no path in its name', { name: '../../etc/passwd', tags: ['source:../..'] }, 'other/etc-passwd.rule.yaml'],
  ])('a rule gets %s', (_, change, path) => {
    expect(pathsOf(imported(tenant([remoteRule('abc', change)])))).toEqual([path])
  })

  it('suppressions lie in a folder of their own', () => {
    expect(pathsOf(imported(tenant([], [remoteSuppression('s-1')])))).toEqual([
      'suppressions/quiet-s-1.suppression.yaml',
    ])
  })

  it.each([
    ['@usr.id:deploy', "intends: '@usr.id:deploy'"],
    ['env:staging', undefined],
  ])('what a suppression of %s is for', (query, line) => {
    const [file] = imported(tenant([], [remoteSuppression('s-1', { suppression_query: query })])).files
    expect(file?.text.split('\n').find((each) => each.startsWith('intends'))).toBe(line)
  })

  it('things of one name are told apart in the order of their ids, whatever the order of the list', () => {
    const rules = ['c', 'a', 'b'].map((id) => remoteRule(id, { name: 'Same' }))
    const ids = imported(tenant(rules)).files.map(({ remoteId, id }) => `${remoteId} ${id}`)
    expect(ids.sort()).toEqual(['a same', 'b same-2', 'c same-3'])
    const again = imported(tenant([...rules].reverse())).files.map(({ remoteId, id }) => `${remoteId} ${id}`)
    expect(again.sort()).toEqual(ids)
  })

  it('a slug that a tag or a file has is not given out', () => {
    const rules = [
      remoteRule('a', { name: 'One' }),
      remoteRule('b', { name: 'Two' }),
      remoteRule('z', { tags: ['ddac:two'] }),
    ]
    const existing: ExistingFile = { kind: 'rule', id: 'one', name: 'Another', path: 'x/one.rule.yaml' }
    expect(
      imported(tenant(rules), all, [existing])
        .files.map(({ id }) => id)
        .sort(),
    ).toEqual(['one-2', 'two', 'two-2'])
  })

  it('two long names of one beginning get two slugs that a tag can carry', () => {
    const rules = ['a', 'b'].map((id) => remoteRule(id, { name: 'x'.repeat(300) + id }))
    const ids = imported(tenant(rules)).files.map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    expect(ids.every(isSlug)).toBe(true)
  })
})

describe('what is in the workspace already', () => {
  it('is not imported again: by its tag', async () => {
    const remote = new MemoryRemote()
    await applied(want([aRule('one')]), remote)
    const actual = { tenant: 't', rules: await remote.listRules(), suppressions: [] }
    const existing: ExistingFile = { kind: 'rule', id: 'one', name: 'Rule one', path: 'x/one.rule.yaml' }
    const { files, skipped } = imported(actual, all, [existing])
    expect(files).toEqual([])
    expect(skipped).toMatchObject([{ reason: expect.stringContaining('x/one.rule.yaml') }])
  })

  it('nor by its name after an earlier import', () => {
    const actual = tenant([remoteRule('a')], [remoteSuppression('s')])
    const existing = imported(actual).files
    const again = imported(actual, all, existing)
    expect(again.files).toEqual([])
    expect(again.skipped.map(({ remoteId }) => remoteId)).toEqual(['a', 's'])
  })

  it('a new rule beside a managed one of the same name is imported', async () => {
    const existing: ExistingFile = { kind: 'rule', id: 'one', name: 'Same', path: 'x/one.rule.yaml' }
    const rules = [remoteRule('a', { name: 'Same', tags: ['ddac:one'] }), remoteRule('b', { name: 'Same' })]
    expect(pathsOf(imported(tenant(rules), all, [existing]))).toEqual(['other/same.rule.yaml'])
  })
})

describe('references', () => {
  const correlation = { type: 'signal_correlation', queries: [{ ruleId: 'zzz', aggregation: 'event_count' }] }
  it('to a rule that is imported too become its slug, in rules and in suppressions', () => {
    const actual = tenant(
      [remoteRule('aaa', correlation), remoteRule('zzz')],
      [remoteSuppression('s', { rule_query: 'ruleId:zzz OR ruleId:aaa' })],
    )
    const result = imported(actual)
    const { rules, suppressions } = read(result)
    expect(rules.find(({ id }) => id === 'rule-aaa')?.queries[0]?.ruleId).toBe('rule-zzz')
    expect(suppressions[0]).toMatchObject({ rules: ['rule-zzz', 'rule-aaa'] })
    expect(suppressions[0]).not.toHaveProperty('ruleQuery')
    expect(actionsOf(makePlan(read(result), actual))).toEqual(['adopt rule-zzz', 'adopt rule-aaa', 'adopt quiet-s'])
  })

  it.each<[string, JsonObject, string]>([
    ['is not imported', {}, 'zzz'],
    ['carries our tag', { tags: ['ddac:target'] }, 'target'],
    ["is one of Datadog's", { isDefault: true }, 'zzz'],
  ])('to a rule that %s', (_, change, ruleId) => {
    const actual = tenant([remoteRule('aaa', correlation), remoteRule('zzz', change)])
    const result = imported(actual, { by: 'ids', ids: ['aaa'] })
    expect(read(result).rules[0]?.queries[0]?.ruleId).toBe(ruleId)
    expect(actionsOf(makePlan(read(result), actual))).toEqual(['adopt rule-aaa'])
  })

  it('to a rule that cannot be imported stay the id that the tenant knows', () => {
    const actual = tenant([remoteRule('aaa', correlation), remoteRule('zzz', { message: '' })])
    const result = imported(actual)
    expect(result.troubles.map(({ remoteId }) => remoteId)).toEqual(['zzz'])
    expect(read(result).rules[0]?.queries[0]?.ruleId).toBe('zzz')
  })

  it('in a rule query that is more than a list of rules are left as they are', () => {
    const query = 'ruleId:zzz AND severity:low'
    const actual = tenant([remoteRule('zzz')], [remoteSuppression('s', { rule_query: query })])
    expect(read(imported(actual)).suppressions[0]).toMatchObject({ ruleQuery: query, rules: [] })
  })
})

describe('one bad thing never stops the rest', () => {
  it.each<[string, JsonObject]>([
    ['a message that is empty', { message: '' }],
    ['a window that is no number', { options: { evaluationWindow: 'soon' } }],
    ['queries that are no list', { queries: 'all' }],
    ['a tag of ours that is no id', { tags: ['ddac:Not An Id'] }],
    ['the tags of two files', { tags: ['ddac:one', 'ddac:two'] }],
  ])('%s', (_, change) => {
    const result = imported(tenant([remoteRule('bad', change), remoteRule('good')]))
    expect(pathsOf(result)).toEqual(['other/rule-good.rule.yaml'])
    expect(result.troubles).toMatchObject([{ remoteId: 'bad', reason: expect.any(String) }])
  })

  it('two rules that carry one tag are both left to a person', () => {
    const result = imported(tenant([remoteRule('a', { tags: ['ddac:one'] }), remoteRule('b', { tags: ['ddac:one'] })]))
    expect(result.troubles.map(({ remoteId }) => remoteId)).toEqual(['a', 'b'])
  })

  it('types and methods of tomorrow are imported as they are', () => {
    const options = {
      detectionMethod: 'clairvoyance',
      clairvoyanceOptions: { horizon: 3 },
      keepAlive: 3600,
      maxSignalDuration: 3600,
    }
    const actual = tenant([remoteRule('a', { type: 'quantum_security', options, aFieldOfTomorrow: [{ deep: null }] })])
    const result = imported(actual)
    expect(result.troubles).toEqual([])
    expect(read(result).rules).toMatchObject([
      { type: 'quantum_security', options, aFieldOfTomorrow: [{ deep: null }] },
    ])
    expect(actionsOf(makePlan(read(result), actual))).toEqual(['adopt rule-a'])
  })
})

describe('what is chosen', () => {
  const actual = tenant(
    [
      remoteRule('a', { tags: ['source:cloudtrail'] }),
      remoteRule('b', { tags: ['source:okta', 'ddac:ours'] }),
      remoteRule('d', { isDefault: true, tags: ['source:cloudtrail'] }),
      remoteRule('p', { partnerIntegrationId: 'x', tags: ['source:okta'] }),
    ],
    [remoteSuppression('s')],
  )
  const chosen = (selection: Selection) => {
    const { files, provided, notFound } = imported(actual, selection)
    return [...files, ...provided].map(({ remoteId }) => remoteId).concat(notFound)
  }

  it.each<[string, Selection, string[]]>([
    ['everything', all, ['a', 'b', 's', 'd', 'p']],
    ['rules by a query', { by: 'query', query: 'source:cloudtrail' }, ['a', 'd']],
    ["rules by the tenant's id in a query", { by: 'query', query: 'ruleId:b' }, ['b']],
    ['things by id', { by: 'ids', ids: ['s', 'a'] }, ['a', 's']],
    ['things by our slug', { by: 'ids', ids: ['ours'] }, ['b']],
    ['and tells ids that nothing has', { by: 'ids', ids: ['a', 'nope'] }, ['a', 'nope']],
  ])('%s', (_, selection, ids) => {
    expect(chosen(selection)).toEqual(ids)
  })

  it("Datadog's and partners' rules are told of, never imported", () => {
    const { files, provided } = imported(actual)
    expect(files.map(({ remoteId }) => remoteId)).not.toContain('d')
    expect(provided).toMatchObject([
      { remoteId: 'd', reason: expect.stringContaining('override') },
      { remoteId: 'p', reason: expect.stringContaining('override') },
    ])
  })

  it('a rule that waits to be deleted after a replace is not imported', () => {
    expect(pathsOf(imported(tenant([remoteRule('a', { tags: ['ddac_replaced:one'] })])))).toEqual([])
  })

  it('a query that cannot be read is a mistake of usage', () => {
    expect(() => selectRemote(actual, { by: 'query', query: 'source:(' })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
  })
})

describe('the text of a file', () => {
  it('has messages of several lines as a literal block, and short durations', () => {
    const message = '{{@usr.name}} did it.\n\n## Triage\n  - ask: them\n'
    const [file] = imported(tenant([remoteRule('a', { message })])).files
    expect(file?.text).toContain('message: |\n  {{@usr.name}} did it.\n\n  ## Triage\n    - ask: them\n')
    expect(file?.text).toContain('evaluationWindow: 5m')
    expect(file?.text.startsWith('id: rule-a\nadopts:\n  t: a\nname: Rule a\n')).toBe(true)
  })

  it('has nothing in it that the tenant sets or fills in by itself', () => {
    const [file] = imported(
      tenant([remoteRule('a', { createdAt: 1, creator: { name: 'x' }, filters: [], hasExtendedTitle: false })]),
    ).files
    expect(file?.text).not.toMatch(/createdAt|creator|filters|hasExtendedTitle|version/)
  })

  it('notes what the policy of the workspace asks of a suppression', () => {
    const [bare] = imported(tenant([], [remoteSuppression('s')])).files
    expect(bare?.notes.map((note) => /key (\w+)/.exec(note)?.[1])).toEqual(['owner', 'reason', 'expires'])
    const description = 'Reason: deploys\nOwner: team@example.com'
    const [whole] = imported(
      tenant([], [remoteSuppression('s', { description, expiration_date: Date.UTC(2027, 0, 1) })]),
    ).files
    expect(whole?.notes).toEqual([])
    expect(whole?.text).toContain('owner: team@example.com')
  })

  it('progress counts each thing once', () => {
    const actual = tenant([remoteRule('a'), remoteRule('b')], [remoteSuppression('s')])
    const told: string[] = []
    importFiles(actual, selectRemote(actual, all), [], { onProgress: (done, total) => told.push(`${done}/${total}`) })
    expect(told).toEqual(['1/3', '2/3', '3/3'])
  })
})

describe('import, then plan', () => {
  const withTexts = (rules: readonly Rule[]): readonly Rule[] =>
    rules.map((rule) => ({
      ...(JSON.parse(JSON.stringify(rule)) as Rule),
      name: `n${rule.name}`,
      message: `m${rule.message}`,
    }))

  it('finds no changes of content, for rules of every type and method, with references and equal names', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRules.map(withTexts), fc.boolean(), async (rules, sameNames) => {
        const remote = new MemoryRemote()
        const named = sameNames ? rules.map((rule) => ({ ...rule, name: 'Same' })) : rules
        const quiet = rules.slice(0, 2).map(({ id = '' }) => aSuppression(`quiet-${id}`, { rules: [id] }))
        await applied(want(named, quiet), remote)
        // As if all of it had been made at the screen: no tag of ours, scopes by the tenant's ids.
        for (const [id, { body }] of remote.rules) remote.edit(id, { tags: plainTags(body) })
        for (const [id] of remote.suppressions) {
          remote.edit(id, {
            tags: [],
            rule_query: [...remote.rules.keys()].map((rule) => `ruleId:${rule}`).join(' OR '),
          })
        }
        const actual = {
          tenant: remote.tenant,
          rules: await remote.listRules(),
          suppressions: await remote.listSuppressions(),
        }
        const result = imported(actual)
        expect(result.troubles).toEqual([])
        expect(result.files).toHaveLength(rules.length + quiet.length)
        expect(new Set(pathsOf(result)).size).toBe(result.files.length)

        const wanted = read(result)
        const plan = await planned(wanted, remote)
        expect(plan.changes.flatMap(({ fields }) => fields).filter(({ path }) => path !== 'tags')).toEqual([])
        expect(new Set(plan.changes.map(({ action }) => action))).toEqual(new Set(rules.length > 0 ? ['adopt'] : []))
        expect(codesOf(plan)).toEqual([])
        // Applying ties all of it to its file and leaves nothing to do.
        await applied(wanted, remote)
        const after = await planned(wanted, remote)
        expect(actionsOf(after)).toEqual([])
        expect(after.unmanaged).toEqual([])
        expect(remote.rules.size).toBe(rules.length)
      }),
      { numRuns: often(12), seed: 3 },
    )
  }, 60_000)
})

function plainTags({ tags }: JsonObject): readonly string[] {
  return (tags as readonly string[]).filter((tag) => !tag.startsWith('ddac'))
}
