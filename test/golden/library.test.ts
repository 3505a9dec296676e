import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { makeFolder } from '../cli/run-in-process'
import { expectGolden } from './golden'
import { rollUp } from './roll-up'

const root = join(__dirname, '../..')

/** The strictest compiler that a user may have, without the types of Node and of the browser. */
const strict: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  skipLibCheck: false,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  noEmit: true,
}

/** A program that has ddac installed and uses all of it. */
const consumer = `
import * as ddac from 'ddac'
import { compileQuery, evaluate, explainRule, loadWorkspace, planRules, runTests, validateWorkspace } from 'ddac'

async function use(): Promise<readonly unknown[]> {
  const rule: ddac.Rule = {
    name: 'Failed logins',
    message: '',
    isEnabled: true,
    queries: [{ query: 'source:app', groupByFields: ['@usr.id'] }],
    cases: [{ status: 'high', condition: 'a > 3' }],
    options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86400 },
  }
  const workspace: ddac.Workspace = loadWorkspace('rules')
  const rules = workspace.rules.flatMap((file) => file.rule ?? [])
  const suppressions = workspace.suppressions.flatMap((file) => file.suppression ?? [])
  const overrides = workspace.overrides.flatMap((file) => file.override ?? [])
  const logs: ddac.Log[] = [{ timestamp: 0, source: 'app', attributes: { usr: { id: 'ann' } } }]
  const { signals, stats } = await evaluate([rule, ...rules], logs, { suppressions, tables: workspace.tables })
  await evaluate([rule], logs, { tables: { people: [{ id: 1, name: 'ann' }] }, filters: [{ query: '*' }] })
  const explanation: ddac.Explanation = await explainRule(rule, logs, { suppressions })
  const query: ddac.Query | undefined = ddac.parseQuery('a').query
  const wire: ddac.WireRule = ddac.canonicalRule(rule)
  const plan = planRules([rule], [wire], { suppressions, overrides, prune: true })
  const changes: readonly ddac.Change[] = plan.changes
  const errors: number = (await validateWorkspace(workspace, { nowMs: 0 })).summary.errors
  const good: boolean = (await runTests('rules', { paths: ['aws'], minimum: { firing: 1, silent: 1 } })).isGood
  const emulator: ddac.Emulator = await ddac.startEmulator({ port: 0 })
  await emulator.close()
  return [signals[0]?.severity, stats.errors, explanation.nearMisses, query?.kind, changes, errors, good, compileQuery('a')]
}

try {
  await use()
} catch (error) {
  if (error instanceof ddac.WorldError) { const code: ddac.WorldErrorCode = error.code; throw new Error(code) }
}
`

let program: ts.Program
beforeAll(() => {
  const folder = makeFolder({
    'package.json': '{ "type": "module" }',
    'consumer.ts': consumer,
    'deep.ts': ['dist/index.js', 'dist/query/parse-query', 'src/index']
      .map((path) => `export * from 'ddac/${path}'\n`)
      .join(''),
  })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/ddac'))
  program = ts.createProgram([join(folder, 'consumer.ts'), join(folder, 'deep.ts')], strict)
}, 60_000)

const told = (diagnostics: readonly ts.Diagnostic[]): readonly string[] =>
  diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))

function sourceNamed(name: string): ts.SourceFile | undefined {
  return program.getSourceFiles().find(({ fileName }) => fileName.endsWith(name))
}

it('compiles in a strict program without the types of Node', () => {
  expect(program.getSourceFiles().some(({ fileName }) => fileName.includes('@types/'))).toBe(false)
  const deep = sourceNamed('deep.ts')
  const others = ts.getPreEmitDiagnostics(program).filter(({ file }) => file !== deep)
  expect(told(others)).toEqual([])
})

it('reads no declaration of another package', () => {
  const outside = program.getSourceFiles().map(({ fileName }) => fileName)
  expect(outside.filter((name) => /node_modules/.test(name) && !/node_modules\/typescript\/lib\//.test(name))).toEqual(
    [],
  )
})

it('nothing behind the door can be imported', () => {
  const deep = program.getSemanticDiagnostics(sourceNamed('deep.ts'))
  expect(deep.map(({ code }) => code)).toEqual([2307, 2307, 2307])
})

describe('what the library declares', () => {
  const rolled = () => rollUp(program, sourceNamed('/dist/index.d.ts')?.fileName ?? '')

  it('every type that a signature shows can be named', () => {
    expect(rolled().unnamed).toEqual([])
  })

  it('every export is explained', () => {
    expect(rolled().undocumented).toEqual([])
  })

  it('is in library.d.ts (renewed by npm run golden), which needs nothing else', () => {
    expectGolden(join(__dirname, 'library.d.ts'), rolled().text)
    const alone = join(makeFolder({ 'library.d.ts': rolled().text }), 'library.d.ts')
    expect(told(ts.getPreEmitDiagnostics(ts.createProgram([alone], strict)))).toEqual([])
  }, 60_000)
})
