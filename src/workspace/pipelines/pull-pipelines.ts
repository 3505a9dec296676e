import { join } from 'node:path'
import type { JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { asText } from '../../json/json-text'
import { definitionDigest } from '../../pipeline/pulled'
import { parseQuery } from '../../query/parse-query'
import { sourcesAskedBy } from '../../query/sources-asked'
import { fileStem } from '../../rule/slug'
import { differences, type FieldChange } from '../../wire/differences'
import { printYaml } from '../../yaml/print-yaml'
import { shownPath } from '../find-workspace'
import type { PipelineFile, Workspace } from '../workspace'
import { definitionIn, handEditFindings } from './pipeline-files'

/** What a pull makes of one pipeline: what changed in the tenant since the file was written. */
export interface PulledPipeline {
  /**
   * `gone`: the tenant has it no more. `edited`: it is gone, and its file was changed by hand, so that it stays. `own`: a
   * person wrote the file that holds it, which stays as well.
   */
  readonly action: 'new' | 'changed' | 'moved' | 'gone' | 'edited' | 'own' | 'same'
  readonly id: string
  readonly name: string
  /** Absolute, and as the user knows it. */
  readonly path: string
  readonly file: string
  /** The text that the file is to have; absent where it stays or goes. */
  readonly text?: string
  /** The text that was read, of a file that is there. */
  readonly before?: string
  /** What differs in its definition. */
  readonly fields: readonly FieldChange[]
}

export interface PullOptions {
  readonly tenant: string
  /** ISO 8601. */
  readonly at: string
  /** Only pipelines that logs of these sources may pass; all without them. */
  readonly sources: readonly string[]
  /** Where new files go, absolute. */
  readonly folder: string
  readonly cwd: string
}

/** What a pull would write, given the pipelines of a tenant in their order. Nothing is written here. */
export function pullPipelines(
  workspace: Workspace,
  definitions: readonly JsonObject[],
  options: PullOptions,
): readonly PulledPipeline[] {
  const byId = new Map(workspace.pipelines.flatMap((file) => (idOf(file) === undefined ? [] : [[idOf(file), file]])))
  const taken = new Set(workspace.pipelines.map(({ path }) => path))
  const wanted = definitions.flatMap((definition, index): readonly PulledPipeline[] => {
    if (!isAsked(definition, options.sources)) return []
    const id = asText(definition['id']) ?? ''
    return [pulled({ definition, id, order: index + 1 }, byId.get(id), taken, options)]
  })
  const there = new Set(definitions.map(({ id }) => id))
  const gone = workspace.pipelines.filter(
    (file) => file.pulled?.tenant === options.tenant && !there.has(idOf(file) ?? ''),
  )
  return [...wanted, ...gone.map((file) => leftBehind(file))]
}

function pulled(
  { definition, id, order }: { readonly definition: JsonObject; readonly id: string; readonly order: number },
  file: PipelineFile | undefined,
  taken: Set<string>,
  { tenant, at, folder, cwd }: PullOptions,
): PulledPipeline {
  const name = asText(definition['name']) ?? id
  const path = file?.path ?? freePath(folder, name, id, taken)
  const digest = definitionDigest(definition)
  const before = file && asObject(definitionIn(file.document.value))
  const isSame = before !== undefined && definitionDigest(before) === digest
  const action = file === undefined ? 'new' : !isSame ? 'changed' : isInPlace(file, order) ? 'same' : 'moved'
  const about = { id, name, path, file: shownPath(path, cwd), fields: before ? differences(before, definition) : [] }
  if (action === 'same') return { action, ...about }
  if (file !== undefined && file.pulled === undefined) return { action: 'own', ...about }
  const content = { pulled: { at, tenant, order, digest }, pipeline: definition }
  const text = path.endsWith('.json') ? `${JSON.stringify(content, null, 2)}\n` : `${notice}${printYaml(content)}`
  return { action, ...about, text, ...(file && { before: file.document.source.text }) }
}

const notice = '# From the tenant, by ddac pipeline pull. Change it there: what is changed here is told (G009).\n'

/** A file that a person wrote has no place among those of the tenant. */
function isInPlace({ pulled: from }: PipelineFile, order: number): boolean {
  return from === undefined || from.order === order
}

function leftBehind(file: PipelineFile): PulledPipeline {
  const isEdited = handEditFindings(file.document).length > 0
  const name = file.pipeline?.name ?? ''
  const shown = file.document.source.path
  return { action: isEdited ? 'edited' : 'gone', id: idOf(file) ?? '', name, path: file.path, file: shown, fields: [] }
}

function idOf({ document }: PipelineFile): string | undefined {
  return asText(asObject(definitionIn(document.value))?.['id'])
}

/** Whether logs of one of the sources may pass a pipeline. */
function isAsked(definition: JsonObject, sources: readonly string[]): boolean {
  if (sources.length === 0) return true
  const { query } = parseQuery(asText(asObject(definition['filter'])?.['query']) ?? '')
  const asked = query && sourcesAskedBy(query)
  return asked === undefined || asked.some((source) => sources.includes(source))
}

/** A name of small letters and digits: what a tenant calls a pipeline leads nowhere else. */
function freePath(folder: string, name: string, id: string, taken: Set<string>): string {
  const slug = fileStem(slugOf(name) || slugOf(id) || 'pipeline', 'pipeline')
  const stems = [slug, `${slug}-${slugOf(id)}`]
  for (let number = 2; ; number += 1) {
    const path = join(folder, `${stems.shift() ?? `${slug}-${number}`}.pipeline.yaml`)
    if (taken.has(path)) continue
    taken.add(path)
    return path
  }
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
}
