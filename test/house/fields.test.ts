import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type { JsonObject } from '../../src/json/json'
import { overridden, overrideShape } from '../../src/override/override-shape'
import { type FieldLevel, levelOf, type WireField } from '../../src/rule/field-level'
import { ruleJsonSchema } from '../../src/rule/rule-schema'
import { ruleShape } from '../../src/rule/rule-shape'
import type { MapShape, Shape } from '../../src/shape/shape'
import type { Suppression } from '../../src/suppression/suppression'
import { suppressionShape } from '../../src/suppression/suppression-shape'
import { decodeSuppression } from '../../src/wire/decode-suppression'
import { encodeSuppression } from '../../src/wire/encode-suppression'
import { overrideContent } from '../../src/wire/override-content'
import { ruleLevel, suppressionLevel } from '../../src/wire/server-fields'

const source = [
  'rule/rule.ts',
  'rule/adoption-keys.ts',
  'rule/methods/detection-methods.ts',
  'suppression/suppression.ts',
  'override/override.ts',
]
const interfaces = new Map(
  source.flatMap((path) => {
    const text = readFileSync(join(__dirname, '../../src', path), 'utf8')
    return ts
      .createSourceFile(path, text, ts.ScriptTarget.Latest)
      .statements.filter(ts.isInterfaceDeclaration)
      .map((each) => [each.name.text, each] as const)
  }),
)

/** The keys that an interface names, with those of the interfaces it extends; those that any key may be are none. */
function keysOfType(name: string): readonly string[] {
  const found = interfaces.get(name)
  if (!found) throw new Error(`there is no interface ${name}`)
  const own = found.members.flatMap(({ name: key }) => (key && ts.isIdentifier(key) ? [key.text] : []))
  const bases = (found.heritageClauses ?? []).flatMap(({ types }) =>
    types.flatMap(({ expression }) => (ts.isIdentifier(expression) ? keysOfType(expression.text) : [])),
  )
  return [...own, ...bases].sort()
}

/** The maps of a shape by the path that leads to them, lists left out: `options.newValueOptions`. */
function mapsIn(shape: Shape<WireField>, path = ''): readonly (readonly [string, MapShape<WireField>])[] {
  if (shape.kind === 'list') return mapsIn(shape.item, path)
  if (shape.kind !== 'map') return []
  const inner = Object.entries(shape.fields).flatMap(([key, field]) =>
    mapsIn(field.shape, path === '' ? key : `${path}.${key}`),
  )
  return [[path, shape], ...inner]
}

/** What a file may say: all but what the tenant alone sets. */
function writtenKeys({ fields }: MapShape<WireField>): readonly string[] {
  return Object.keys(fields)
    .filter((key) => !fields[key]?.setByDatadog)
    .sort()
}

const typeOf: Readonly<Record<string, string>> = {
  '': 'Draft',
  queries: 'RuleQuery',
  cases: 'RuleCase',
  'cases.actions': 'CaseAction',
  'cases.actions.options': 'CaseActionOptions',
  options: 'RuleOptions',
  'options.newValueOptions': 'NewValueOptions',
  'options.anomalyDetectionOptions': 'AnomalyOptions',
  'options.impossibleTravelOptions': 'ImpossibleTravelOptions',
  'options.thirdPartyRuleOptions': 'ThirdPartyOptions',
  'options.thirdPartyRuleOptions.rootQueries': 'RootQuery',
  'options.sequenceDetectionOptions': 'SequenceOptions',
  'options.sequenceDetectionOptions.steps': 'SequenceStep',
  'options.sequenceDetectionOptions.stepTransitions': 'StepTransition',
  thirdPartyCases: 'ThirdPartyCase',
  referenceTables: 'ReferenceTable',
  calculatedFields: 'CalculatedField',
  filters: 'RuleFilter',
  schedulingOptions: 'SchedulingOptions',
}

describe('shape, wire and types name the same keys', () => {
  const maps = new Map(mapsIn(ruleShape))

  it('every map of a rule has a type', () => {
    expect([...maps.keys()].sort()).toEqual(Object.keys(typeOf).sort())
  })

  it.each([...maps])('of a rule: %s', (path, shape) => {
    const typed = keysOfType(typeOf[path] ?? '').filter((key) => !shape.fields[key]?.setByDatadog)
    expect(typed).toEqual(writtenKeys(shape))
  })

  it.each([...maps])(
    'on the wire all keys are known, but those that the API was not seen to know: %s',
    (path, shape) => {
      const level = path
        .split('.')
        .reduce<FieldLevel | undefined>((at, key) => (key ? at?.inner?.[key] : at), ruleLevel)
      const unknown = Object.keys(shape.fields).filter((key) => shape.fields[key]?.wire?.isUnknown)
      expect([...(level?.known ?? []), ...unknown].sort()).toEqual(Object.keys(shape.fields).sort())
      expect(level).toEqual(levelOf(shape))
    },
  )

  it('of a rule in the schema of its file', () => {
    expect(Object.keys((ruleJsonSchema() as { properties: object }).properties)).toEqual(
      expect.arrayContaining([...writtenKeys(ruleShape)]),
    )
  })

  it('of a suppression, whose times are named by their unit', () => {
    const written = { startMs: 'start', expiresMs: 'expires', neverExpires: 'expires', reviewMs: 'review' }
    const inFile = new Set(keysOfType('Suppression').map((key) => written[key as keyof typeof written] ?? key))
    expect([...inFile].sort()).toEqual(writtenKeys(suppressionShape))
  })

  it('of a suppression on the wire, there and back', () => {
    const whole: Required<Suppression> = {
      id: 'a',
      name: 'A',
      enabled: true,
      rules: [],
      ruleQuery: 'source:a -severity:low',
      suppressionQuery: '@a:b',
      dataExclusionQuery: '@c:d',
      intends: '@a:b source:c',
      startMs: 1,
      expiresMs: 2,
      description: 'More.',
      owner: 'team@example.com',
      reason: 'Known.',
      tags: ['a:b'],
      adopts: { prod: 'abc-def-ghi' },
      beside: true,
      formerly: 'b',
      tenants: ['prod'],
      neverExpires: false,
      reviewMs: 3,
      imported: { at: 4, digest: 'abc' },
      renewed: [{ at: 5, until: 6, reason: 'still' }],
      widened: { by: 'a', reason: 'b', digest: 'c' },
    }
    const attributes = encodeSuppression(whole)
    const sent = Object.entries(suppressionShape.fields).flatMap(([key, { wire = {} }]) =>
      wire.isOurs ? [] : [wire.within ?? wire.as ?? key],
    )
    expect(Object.keys(attributes).sort()).toEqual([...new Set(sent)].sort())
    expect(Object.keys(attributes).filter((key) => !suppressionLevel.known?.includes(key))).toEqual([])
    const ours = [
      'adopts',
      'beside',
      'formerly',
      'tenants',
      'neverExpires',
      'reviewMs',
      'imported',
      'intends',
      'renewed',
      'widened',
    ]
    const told = Object.fromEntries(Object.entries(whole).filter(([key]) => !ours.includes(key)))
    expect(decodeSuppression(attributes)).toEqual(told)
  })

  it('of an override, each of which changes a field that rules have', () => {
    expect(keysOfType('Override')).toEqual(Object.keys(overrideShape().fields).sort())
    for (const { wire } of Object.values(overridden)) {
      const field = wire.path.reduce<Shape<WireField> | undefined>((at, key) => {
        const map = at?.kind === 'list' ? at.item : at
        return map?.kind === 'map' ? map.fields[key]?.shape : undefined
      }, ruleShape)
      expect([wire.path, field?.kind]).toEqual([wire.path, expect.any(String)])
    }
  })

  it('of an override, each seen where it says that it changes the rule', () => {
    const bare = { cases: [{ status: 'low' }], queries: [{ query: 'a' }], options: {} }
    for (const [key, { wire }] of Object.entries(overridden)) {
      const keys = [key as keyof typeof overridden]
      const changed = changedAt(bare, wire.path, wire.path.at(-1) === 'tags' ? ['x:y'] : 'changed')
      expect([key, overrideContent(changed, keys)]).not.toEqual([key, overrideContent(bare, keys)])
    }
  })
})

function changedAt(rule: JsonObject, [first = '', second]: readonly string[], value: string | string[]): JsonObject {
  if (second === undefined) return { ...rule, [first]: value }
  const held = rule[first]
  return { ...rule, [first]: Array.isArray(held) ? [{ ...held[0], [second]: value }] : { [second]: value } }
}
