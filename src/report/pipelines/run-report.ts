import type { Diagnostic } from '../../diagnostic/diagnostic'
import { isoTime } from '../../diagnostic/times'
import type { Json } from '../../json/json'
import { asText } from '../../json/json-text'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import type { Painter } from '../../medium/painter'
import { indented, lined, type TerminalText, terminal, terminalLines } from '../../medium/terminal-text'
import type { FieldChange, ProcessorTrace } from '../../pipeline/pipeline-watch'
import { printYaml } from '../../yaml/print-yaml'
import { mistakeLines, mistakesIn } from '../diagnostics-json'
import type { ProcessedLog } from './processed-log'

/** What became of one log, and which processor did what to it where that was asked for. */
export interface RunLog {
  /** Where it was read, as the user knows the file. */
  readonly file: string
  readonly log: ProcessedLog
  readonly traces?: readonly ProcessorTrace[]
}

/** A log for people: which way it went, what each processor did, and what it is then. */
export function runText({ file, log, traces }: RunLog, paint: Painter): TerminalText {
  const { pipelines, ...fields } = log
  const way = pipelines.length === 0 ? 'passed no pipeline' : `passed ${pipelines.join(', ')}`
  const steps = traces === undefined ? [] : [lined(traces.map((trace) => traceText(trace, paint)))]
  const { id, timestamp, ...rest } = fields
  const shown = { id, timestamp: isoTime(timestamp), ...rest }
  return terminal`${paint.bold(file)}  ${paint.faint(way)}\n${steps.map((each) => terminal`${indented(each)}\n`)}${indented(lined(terminalLines(printYaml(shown))))}\n`
}

function traceText({ place, changes }: ProcessorTrace, paint: Painter): TerminalText {
  const { type, name, within } = place
  const where = [...within, name === '' ? type : `${type} "${name}"`].join(' › ')
  return terminal`${paint.faint(where)}\n${changes.map((change) => terminal`    ${changeText(change, paint)}\n`)}`
}

function changeText({ field, before, after }: FieldChange, paint: Painter): TerminalText {
  if (after === undefined) return terminal`${paint.error('-')} ${field}: ${valueText(before)}`
  if (before === undefined) return terminal`${paint.good('+')} ${field}: ${valueText(after)}`
  return terminal`${paint.warning('~')} ${field}: ${valueText(before)} → ${valueText(after)}`
}

/** A value is told on one line, and no more of it than fits there. */
function valueText(value: Json | undefined): string {
  const text = asText(value) ?? JSON.stringify(value ?? null)
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

/** One log a line. */
export function runNdjson(logs: readonly RunLog[]): JsonText {
  return jsonLines(logs.map((each) => ({ kind: 'log', ...reported(each) })))
}

/** What stands behind the lines of logs. */
export function runMistakesNdjson(mistakes: readonly Diagnostic[]): JsonText {
  return jsonLines(mistakeLines(mistakes))
}

/** All of them as one document. */
export function runJson(logs: readonly RunLog[], errors: number, mistakes: readonly Diagnostic[]): JsonText {
  return jsonDocument({ logs: logs.map(reported), ...mistakesIn(mistakes), summary: { logs: logs.length, errors } })
}

function reported({ file, log, traces }: RunLog) {
  const processors = traces?.map(({ place: { type, name, within }, changes }) => ({
    type,
    name,
    within,
    changes: changes.map(({ field, before, after }) => ({ field, before: before ?? null, after: after ?? null })),
  }))
  return { file, ...log, ...(processors && { processors }) }
}
