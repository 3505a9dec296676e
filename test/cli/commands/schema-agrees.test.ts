import Ajv from 'ajv'
import type { Finding } from '../../../src/diagnostic/diagnostic'
import { overrideJsonSchema } from '../../../src/override/override-schema'
import { readOverride } from '../../../src/override/read-override'
import { pipelineJsonSchema, pipelineTestJsonSchema } from '../../../src/pipeline/pipeline-schema'
import { readPipeline } from '../../../src/pipeline/read-pipeline'
import { readPipelineTests } from '../../../src/pipeline/samples/read-pipeline-tests'
import { readRuleObject } from '../../../src/rule/read-rule'
import { ruleJsonSchema } from '../../../src/rule/rule-schema'
import { readSuppression } from '../../../src/suppression/read-suppression'
import { suppressionJsonSchema } from '../../../src/suppression/suppression-schema'
import { readTests } from '../../../src/testing/read-tests'
import { testJsonSchema } from '../../../src/testing/test-schema'
import { workspaceJsonSchema } from '../../../src/workspace/config-schema'
import { readConfig } from '../../../src/workspace/read-config'
import { filesWithEveryKey } from './files-with-every-key'

interface Kind {
  readonly schema: object
  readonly read: (value: unknown) => readonly Finding[]
}

const kinds: Readonly<Record<keyof typeof filesWithEveryKey, Kind>> = {
  rule: { schema: ruleJsonSchema(), read: (value) => readRuleObject(value).findings },
  suppression: { schema: suppressionJsonSchema(), read: (value) => readSuppression({ value }).findings },
  override: { schema: overrideJsonSchema(), read: (value) => readOverride({ value }).findings },
  test: { schema: testJsonSchema(), read: (value) => readTests({ value }).findings },
  pipeline: { schema: pipelineJsonSchema(), read: (value) => readPipeline({ value }).findings },
  'pipeline-test': { schema: pipelineTestJsonSchema(), read: (value) => readPipelineTests({ value }).findings },
  workspace: { schema: workspaceJsonSchema(), read: (value) => readConfig({ value }).findings },
}

/** What is said of what stands elsewhere: the files themselves, the workspace's policy, another key's value or spelling. */
const elsewhere = ['S006', 'T007', 'T008', 'W105']
const isElsewhere = ({ code, message }: Finding) =>
  elsewhere.includes(code) || message === 'the rules needs the key match_rules'

/** What is put in the place of each value in turn. */
const strangers = [3, 2.5, -1, 'wat', '', ' ', '7m', '600', ' 5m ', true, [], {}, [3], ['a'], { wat: 1 }]

type Keyed = Record<string | number, unknown>
const isKeyed = (value: unknown): value is Keyed => typeof value === 'object' && value !== null

function* changes(value: unknown, put: (changed: unknown) => unknown, at = ''): Iterable<readonly [string, unknown]> {
  for (const stranger of strangers) yield [`${at} is ${JSON.stringify(stranger)}`, put(stranger)]
  if (!isKeyed(value)) return
  if (!Array.isArray(value)) yield [`${at} has a key wat`, put({ ...value, wat: 'x' })]
  for (const [key, each] of Object.entries(value)) {
    const replaced = (changed: unknown) =>
      put(Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed })
    if (!Array.isArray(value)) {
      const { [key]: _, ...rest } = value
      yield [`${at} lacks ${key}`, put(rest)]
    }
    yield* changes(each, replaced, `${at}.${key}`)
  }
}

describe.each(Object.entries(kinds))('the schema of a %s file', (name, { schema, read }) => {
  const validate = new Ajv({ strict: false }).compile(schema)
  const files = filesWithEveryKey[name as keyof typeof filesWithEveryKey]
  const errors = (value: unknown) => read(value).filter((each) => each.severity === 'error' && !isElsewhere(each))

  it('takes what reading takes, and refuses what reading refuses for its shape', () => {
    const apart: unknown[] = []
    for (const [index, file] of files.entries()) {
      expect({ index, errors: errors(file), schema: validate(file), why: validate.errors }).toEqual({
        index,
        errors: [],
        schema: true,
        why: null,
      })
      for (const [change, value] of changes(file, (changed) => changed)) {
        const refused = errors(value)
        if (validate(value) === (refused.length === 0)) continue
        apart.push(
          `${index}${change}: ${refused.map(({ code, message }) => `${code} ${message}`).join(' + ') || 'taken'}`,
        )
      }
    }
    expect(apart).toEqual([])
  })
})
