import { basename, dirname } from 'node:path'
import { parseUserAgent } from '../../archive/parse-user-agent'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { asObject } from '../../json/json-object'
import { asText } from '../../json/json-text'
import type { PipelineTest } from '../../pipeline/samples/read-pipeline-tests'
import { type ResultDifference, runPipelineTest } from '../../pipeline/samples/run-pipeline-tests'
import type { Selection } from '../checking/select-files'
import { stemOf } from '../list-files'
import { hasErrors, type PipelineFile, type PipelineTestsFile, type Workspace } from '../workspace'

/** What came of one test of a pipeline. */
export interface PipelineTestResult {
  /** The file of the test, as the user knows it. */
  readonly file: string
  /** The name of the pipeline. */
  readonly pipeline: string
  /** Its place in the file, from 1. */
  readonly number: number
  /** The beginning of its sample. */
  readonly sample: string
  /** None for a test that passed. */
  readonly differences: readonly ResultDifference[]
  /** The differences at their places. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A run of pipeline tests. */
export interface PipelineTestRun {
  readonly results: readonly PipelineTestResult[]
  /** What keeps tests from being run: mistakes in files, and pipelines that are not there. */
  readonly diagnostics: readonly Diagnostic[]
  readonly isGood: boolean
}

/** Runs the tests of pipelines in selected files on the workspace's pipelines. */
export function testPipelines(workspace: Workspace, isSelected: Selection = () => true): PipelineTestRun {
  const { pipelines, pipelineTests, tables } = workspace
  const files = pipelineTests.filter(({ path }) => isSelected(path))
  const ours = new Set([...pipelines, ...files].map(({ document }) => document.source.path))
  const mistakes = workspace.diagnostics.filter(({ span }) => span !== undefined && ours.has(span.source.path))
  const missing: Diagnostic[] = []
  const enrichment = { parseUserAgent, referenceTables: tables }
  const results = files.flatMap((file) => {
    const tested = testedBy(file, pipelines)
    if (tested === undefined) missing.push(notThere(file, pipelines))
    const { pipeline } = tested ?? {}
    if (pipeline === undefined) return []
    return (file.tests?.tests ?? []).map((test): PipelineTestResult => {
      const differences = runPipelineTest(pipeline, test, enrichment)
      return {
        file: file.document.source.path,
        pipeline: pipeline.name,
        number: test.index + 1,
        sample: (test.sample.split('\n', 1)[0] ?? '').slice(0, 80),
        differences,
        diagnostics: differences.map((difference) => toldAt(file, test, difference)),
      }
    })
  })
  const diagnostics = [...mistakes, ...missing]
  const isGood = !hasErrors(diagnostics) && results.every(({ differences }) => differences.length === 0)
  return { results, diagnostics, isGood }
}

/**
 * The pipeline that a file of tests is for: the one beside it whose file has the same stem, else the one that its `id`
 * names, by its own id, its name, or the id of its integration.
 */
function testedBy(file: PipelineTestsFile, pipelines: readonly PipelineFile[]): PipelineFile | undefined {
  const id = file.tests?.id ?? asText(asObject(file.document.value)?.['id'])
  const beside = pipelines.find(({ path }) => stemOf(path) === stemOf(file.path))
  if (beside !== undefined) return beside
  const wanted = slugOf(id ?? basename(stemOf(file.path)))
  const named = pipelines.filter((each) => namesOf(each).some((name) => slugOf(name) === wanted))
  return named.find(({ path }) => dirname(path) === dirname(file.path)) ?? named[0]
}

function namesOf({ pipeline, document }: PipelineFile): readonly string[] {
  const { id, integration } = asObject(document.value) ?? {}
  return [pipeline?.id, pipeline?.name, asText(id), asText(integration)].filter((name) => name !== undefined)
}

function slugOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

function notThere({ document, tests }: PipelineTestsFile, pipelines: readonly PipelineFile[]): Diagnostic {
  const known = pipelines.flatMap(({ pipeline }) => pipeline?.name ?? [])
  return {
    code: 'G014',
    severity: 'error',
    message: tests?.id === undefined ? 'no pipeline stands beside these tests' : `there is no pipeline "${tests.id}"`,
    help: `name the pipeline under id:, or its file as this one; pipelines: ${known.slice(0, 20).join(', ') || 'none'}`,
    span: document.locate(tests?.id === undefined ? [] : ['id']),
  }
}

function toldAt({ document }: PipelineTestsFile, { index }: PipelineTest, difference: ResultDifference): Diagnostic {
  const { path, expected, got } = difference
  const field = path[0] === 'custom' && path.length > 1 ? `@${path.slice(1).join('.')}` : path.join('.')
  return {
    code: 'G101',
    severity: 'error',
    message: `${field} is ${shown(got)}, not ${shown(expected)}`,
    span: document.locate(['tests', index, 'result', ...path]),
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent'
  const text = JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
