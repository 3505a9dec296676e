import { CappedList } from '../diagnostic/capped-list'
import { type Finding, findingAt, type Path } from '../diagnostic/diagnostic'
import { isUndecided } from '../diagnostic/standing'
import { mostOfFile } from '../diagnostic/told-of-file'
import type { Json, JsonObject } from '../json/json'
import { asObject, isDeeperThan, isJsonObject, isList } from '../json/json-object'
import { parseQuery } from '../query/parse-query'
import type { Query } from '../query/query'
import { checkShape, type ShapeCodes } from '../shape/check-shape'
import { nearestName } from '../shape/nearest-name'
import type { MapShape } from '../shape/shape'
import { apiForm, writtenPath } from './api-form'
import { compileFilter } from './compile-filter'
import { flagOf, partOf, textOf } from './definition-values'
import type { Pipeline, ProcessorPlace } from './pipeline'
import { pipelineShape, processorShape } from './pipeline-shape'
import type { Step } from './processor-kind'
import { processorKind, processorKinds } from './processor-table'
import { type PartStep, runInOrder } from './slice/run-in-order'
import type { Part } from './slice/slice'
import { TouchedBy } from './slice/touched-by'

const shapeCodes: ShapeCodes = {
  missing: 'G001',
  wrongType: 'G002',
  notAllowed: 'G002',
  unknownKey: 'G003',
  unread: 'G004',
  doubtful: 'G005',
  setByDatadog: 'G005',
  deprecated: 'G005',
}

/** Pipelines and processors stand no deeper inside each other; a tenant's go two deep. */
const deepest = 50

export interface ReadPipelineOptions {
  /** Wraps each processor's step, for those who look at it while it runs. */
  readonly decorate?: (place: ProcessorPlace, step: Step) => Step
}

/**
 * Reads a pipeline as the API or Datadog's public integrations write it, there with or without the `pipeline:` around
 * it; facets and what else stands beside it are passed over. A mistake keeps the pipeline from being given; a type of
 * processor that is not known does not: it is told, and passed over.
 */
export function readPipeline(
  document: { readonly value: unknown },
  options: ReadPipelineOptions = {},
): { readonly pipeline: Pipeline | undefined; readonly findings: readonly Finding[] } {
  // Text that is not YAML is told where it was read.
  if (document.value === undefined) return { pipeline: undefined, findings: [] }
  const findings = new CappedList<Finding>(mostOfFile)
  const isWrapped = isJsonObject(document.value) && isJsonObject(document.value['pipeline'])
  const above: Path = isWrapped ? ['pipeline'] : []
  const definition = isWrapped ? asObject(document.value)?.['pipeline'] : document.value
  if (isDeeperThan(definition, deepest * 2)) {
    const message = `processors stand more than ${deepest} deep inside each other`
    return { pipeline: undefined, findings: [{ code: 'G002', severity: 'error', message, path: above }] }
  }
  const reader = new PipelineReader(document.value, findings, options.decorate)
  const pipeline = reader.pipeline(definition, above)
  return { pipeline: findings.hasErrors ? undefined : pipeline, findings: findings.entries() }
}

interface Steps {
  readonly step: Step
  readonly parts: readonly Part[]
}

class PipelineReader {
  private readonly unknownTypes = new Set<string>()
  private parts = 0

  constructor(
    private readonly document: unknown,
    private readonly findings: CappedList<Finding>,
    private readonly decorate: ReadPipelineOptions['decorate'],
  ) {}

  pipeline(definition: unknown, path: Path): Pipeline | undefined {
    const checked = this.check(pipelineShape, definition, path)
    if (checked === undefined) return undefined
    const name = textOf(checked, 'name')
    const filterText = textOf(partOf(checked, 'filter'), 'query')
    const filter = this.query([...path, 'filter', 'query'], filterText)
    const { step: run, parts } = this.steps(checked['processors'], [...path, 'processors'], [name])
    if (filter === undefined) return undefined
    const id = textOf(checked, 'id')
    return {
      ...(id !== '' && { id }),
      name,
      isEnabled: flagOf(checked, 'is_enabled', true),
      isReadOnly: flagOf(checked, 'is_read_only'),
      filter,
      filterText,
      matches: compileFilter(filter),
      run,
      parts,
      unknownTypes: [...this.unknownTypes],
    }
  }

  private steps(list: Json | undefined, path: Path, within: readonly string[], among?: readonly string[]): Steps {
    const all = (isList(list) ? list : []).flatMap((item, index) => this.step(item, [...path, index], within, among))
    return { step: runInOrder(all), parts: all.map(({ part }) => part) }
  }

  /** The step of one processor; none for one that is switched off, not known, or not well formed. */
  private step(item: Json, path: Path, within: readonly string[], among?: readonly string[]): readonly PartStep[] {
    const type = isJsonObject(item) ? textOf(item, 'type') : ''
    const kind = processorKind(type)
    if (type !== '' && (kind === undefined || (among !== undefined && !among.includes(type)))) {
      this.tellUnknownType(type, path, among ?? processorKinds.map((each) => each.type))
      return []
    }
    const shape = processorShape(kind)
    const definition = this.check(shape, item, path)
    if (definition === undefined || kind === undefined) return []
    const name = textOf(definition, 'name')
    const isNested = kind.type === 'pipeline'
    const inner = isNested ? [...within, name] : within
    const touched = new TouchedBy(isNested)
    const step = kind.compile(definition, {
      passOver: () => {
        this.unknownTypes.add(type)
        return () => {}
      },
      tell: (finding) => this.tell({ ...finding, path: [...path, ...finding.path] }),
      filter: (place, text, meant) => {
        const query = this.query([...path, ...place], text)
        if (query !== undefined) touched.filters(query)
        return query === undefined ? () => false : compileFilter(meant?.(query) ?? query)
      },
      touches: touched.says,
      steps: (key, some) => {
        const { step, parts } = this.steps(definition[key], [...path, key], inner, some)
        touched.inside(parts)
        return step
      },
    })
    if (!flagOf(definition, 'is_enabled', true)) return []
    const place = { type, name, within, path: writtenPath(this.document, path) }
    return [{ step: this.decorate?.(place, step) ?? step, part: touched.part(this.parts++) }]
  }

  private tellUnknownType(type: string, path: Path, known: readonly string[]): void {
    if (this.unknownTypes.has(type)) return
    this.unknownTypes.add(type)
    const near = nearestName(type, known)
    this.tell({
      code: 'G006',
      severity: 'warning',
      message: `"${type}" is no processor that ddac knows here`,
      help: `${near === undefined ? '' : `did you mean ${near}? `}it is passed over, and what it would have done to logs is missing`,
      path: [...path, 'type'],
    })
  }

  /** Mistakes alone are told of a filter: its traps are the concern of whoever edits it in the tenant. */
  private query(path: Path, text: string): Query | undefined {
    const { query, problems } = parseQuery(text.trim())
    for (const problem of problems) {
      if (problem.severity !== 'error' && !isUndecided(problem.code)) continue
      this.tell(findingAt(path, { ...problem, severity: 'error' }))
    }
    return query
  }

  /** The definition with the API's keys, as far as it fits; undefined for what is no map. */
  private check(shape: MapShape, definition: unknown, path: Path): JsonObject | undefined {
    const { value, findings } = checkShape(shape, apiForm(shape, definition as Json), shapeCodes, path)
    for (const finding of findings) this.tell(finding)
    return asObject(value)
  }

  private tell(finding: Finding): void {
    this.findings.tell({ ...finding, path: writtenPath(this.document, finding.path) })
  }
}
