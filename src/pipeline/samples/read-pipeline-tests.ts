import type { Finding } from '../../diagnostic/diagnostic'
import type { Json, JsonObject } from '../../json/json'
import { asObject, isCollection } from '../../json/json-object'
import { asText, textsIn } from '../../json/json-text'
import { checkShape, type ShapeCodes } from '../../shape/check-shape'
import type { MapShape } from '../../shape/shape'
import { partsOf } from '../definition-values'
import { anyText } from '../shape-parts'

/** A `*.pipeline-test.yaml`, read: samples with what a pipeline makes of them, as Datadog's public integrations write it. */
export interface PipelineTests {
  /** The pipeline that is meant, where the file names it. */
  readonly id?: string
  readonly tests: readonly PipelineTest[]
}

export interface PipelineTest {
  /** The raw text of a log. */
  readonly sample: string
  readonly service?: string
  readonly tags: readonly string[]
  readonly result: JsonObject
  /** Its place in the file's list, from 0. */
  readonly index: number
}

const shapeCodes: ShapeCodes = {
  missing: 'G011',
  wrongType: 'G012',
  notAllowed: 'G012',
  unknownKey: 'G013',
  unread: 'G012',
  doubtful: 'G013',
  setByDatadog: 'G013',
  deprecated: 'G013',
}

const testShape: MapShape = {
  kind: 'map',
  what: 'a test of a pipeline',
  fields: {
    sample: {
      shape: { kind: 'json' },
      required: true,
      about: 'The raw text of a log; a JSON log may stand there as it is.',
    },
    service: { shape: anyText, about: 'The official service of the log.' },
    tags: { shape: { kind: 'list', item: anyText }, about: 'Tags of the log.' },
    result: {
      shape: {
        kind: 'map',
        what: 'a result',
        fields: {
          custom: { shape: { kind: 'json' }, nullable: true, about: 'The attributes of the log then.' },
          message: { shape: anyText, about: 'Its message.' },
          service: { shape: anyText, about: 'Its service.' },
          host: { shape: anyText, about: 'Its host.' },
          status: { shape: anyText, about: 'Its status.' },
          trace_id: { shape: anyText, about: 'Its trace id.' },
          span_id: { shape: anyText, about: 'Its span id.' },
          tags: {
            shape: { kind: 'list', item: anyText },
            about: 'Its tags; source:LOGS_SOURCE stands for the source that the filter asks for.',
          },
          timestamp: { shape: { kind: 'json' }, about: 'Its time: epoch milliseconds, or ISO 8601.' },
        },
      },
      required: true,
      nullable: true,
      about: 'What becomes of it.',
    },
  },
}

/** What a `*.pipeline-test.yaml` holds. */
export const pipelineTestShape: MapShape = {
  kind: 'map',
  what: 'a file of pipeline tests',
  fields: {
    id: { shape: anyText, about: 'The id or name of the pipeline, where the names of the files do not say it.' },
    tests: { shape: { kind: 'list', item: testShape }, required: true, about: 'Samples and results.' },
  },
}

/** Reads the plain data of a `*.pipeline-test.yaml`. The tests are given if no finding is an error. */
export function readPipelineTests(document: { readonly value: unknown }): {
  readonly tests: PipelineTests | undefined
  readonly findings: readonly Finding[]
} {
  // Text that is not YAML is told where it was read.
  if (document.value === undefined) return { tests: undefined, findings: [] }
  const { value, findings } = checkShape(pipelineTestShape, document.value, shapeCodes)
  const read = asObject(value)
  if (read === undefined || findings.some(({ severity }) => severity === 'error')) return { tests: undefined, findings }
  const id = asText(read['id'])
  const all = partsOf(read, 'tests')
  const open = all.flatMap((test, index) => (isOpen(test) ? [openFinding(index)] : []))
  const tests = all.map(testIn).filter((_, index) => !isOpen(all[index] ?? {}))
  return { tests: { ...(id !== undefined && { id }), tests }, findings: [...findings, ...open] }
}

/** Tests of public integrations stand with `result: null` until their result is written. */
function isOpen(test: JsonObject): boolean {
  return (test['result'] ?? null) === null
}

function openFinding(index: number): Finding {
  return {
    code: 'G015',
    severity: 'warning',
    message: 'this test expects nothing, and is not run',
    help: 'ddac pipeline run shows what becomes of a log',
    path: ['tests', index, 'result'],
  }
}

function testIn(test: JsonObject, index: number): PipelineTest {
  const service = asText(test['service'])
  return {
    sample: sampleText(test['sample']),
    ...(service !== undefined && { service }),
    tags: textsIn(test['tags']),
    result: asObject(test['result']) ?? {},
    index,
  }
}

function sampleText(sample: Json | undefined): string {
  if (sample === undefined || sample === null) return ''
  return isCollection(sample) ? JSON.stringify(sample) : String(sample)
}
