import { parseUserAgent } from '../../archive/parse-user-agent'
import type { ReferenceRows } from '../../detect/compile-selector'
import type { Diagnostic, Finding } from '../../diagnostic/diagnostic'
import type { GeoLookup } from '../../event/enrichment/geo-database'
import type { RawProcessing } from '../../event/given'
import type { Json } from '../../json/json'
import { asObject, objectAt } from '../../json/json-object'
import { definitionDigest, pulledIn } from '../../pipeline/pulled'
import type { YamlDocument } from '../../yaml/yaml-document'
import type { PipelineFile } from '../workspace'
import { pipelineRunner } from './when-needed'

/** Pipelines as a log passes them: those of the tenant in its order, then those that a person wrote, by path. */
export function inOrder(files: readonly PipelineFile[]): readonly PipelineFile[] {
  const place = ({ pulled }: PipelineFile): number => pulled?.order ?? Number.POSITIVE_INFINITY
  return files.toSorted((a, b) => (place(a) === place(b) ? (a.path < b.path ? -1 : 1) : place(a) - place(b)))
}

/** The pipelines of a workspace at work; undefined where there is none that could be read and is enabled. */
export function processingOf(
  files: readonly PipelineFile[],
  tables: ReferenceRows,
  geo?: GeoLookup,
): RawProcessing | undefined {
  const atWork = files.flatMap(({ pipeline, document }) =>
    pipeline?.isEnabled ? [{ pipeline, definition: document.value as Json }] : [],
  )
  if (atWork.length === 0) return undefined
  const pipelines = atWork.map(({ pipeline }) => pipeline)
  const definitions = atWork.map(({ definition }) => definition)
  // A database is too large to be opened in each thread.
  const source = geo === undefined ? { definitions, tables } : undefined
  const enrichment = { parseUserAgent, referenceTables: tables, ...(geo && { geo }) }
  return pipelineRunner().processWith(pipelines, enrichment, source)
}

/** The definition in a file, without what `pull` writes beside it. */
export function definitionIn(value: unknown): unknown {
  return objectAt(asObject(value) ?? {}, 'pipeline') ?? value
}

/** A pulled pipeline is the tenant's: what a person changes in it says something else than the tenant does. */
export function handEditFindings({ value }: YamlDocument): readonly Finding[] {
  const digest = pulledIn(value)?.digest
  if (digest === undefined || digest === definitionDigest(definitionIn(value))) return []
  return [
    {
      code: 'G009',
      severity: 'warning',
      message: 'this pipeline is not what the tenant had when it was pulled',
      help: 'ddac pipeline pull brings it again; to try a change, take pulled: away and give the file another name',
      path: ['pulled', 'digest'],
    },
  ]
}

/** Two files with one pipeline of the tenant would have every log pass it twice. */
export function namesakes(files: readonly PipelineFile[]): readonly Diagnostic[] {
  const first = new Map<string, PipelineFile>()
  return files.flatMap((file): readonly Diagnostic[] => {
    const id = file.pipeline?.id
    if (id === undefined) return []
    const before = first.get(id)
    if (before === undefined) {
      first.set(id, file)
      return []
    }
    const at = objectAt(asObject(file.document.value) ?? {}, 'pipeline') === undefined ? ['id'] : ['pipeline', 'id']
    return [
      {
        code: 'G010',
        severity: 'error',
        message: `${before.document.source.path} holds the pipeline "${id}" as well`,
        help: 'delete one of the two: logs would pass it twice',
        span: file.document.locate(at),
      },
    ]
  })
}
