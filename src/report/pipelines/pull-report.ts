import { type JsonText, jsonDocument } from '../../medium/json-text'
import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { ChangedVerdict } from '../../workspace/pipelines/changed-verdicts'
import type { PulledPipeline } from '../../workspace/pipelines/pull-pipelines'

/** What a pull brought, or would bring. */
export interface PullOutcome {
  readonly tenant: string
  readonly pipelines: readonly PulledPipeline[]
  readonly tests: readonly ChangedVerdict[]
}

const mostFields = 10

/** A line for each pipeline that changed, under it its fields; then the tests that come out otherwise. */
export function pullText({ tenant, pipelines, tests }: PullOutcome, paint: Painter): TerminalText {
  const changed = pipelines.filter(({ action }) => action !== 'same')
  const lines = changed.map(({ action, name, file, fields }) => {
    const shown = fields.slice(0, mostFields).map(({ path }) => terminal`           ${path}\n`)
    const more =
      fields.length > mostFields ? terminal`           … and ${fields.length - mostFields} more\n` : terminal``
    return terminal`${words(paint)[action]}  ${name}  ${paint.faint(file)}\n${shown}${more}`
  })
  const verdicts = tests.map(({ file, name, before, after }) => {
    return terminal`${paint.warning('test')}     ${file}: ${name}: ${before}, then ${after}\n`
  })
  const same = pipelines.length - changed.length
  return terminal`${lines}${verdicts}${tenant}: ${pullSentence(pipelines)}${same > 0 ? `, ${same} unchanged` : ''}\n`
}

function words(paint: Painter): Readonly<Record<PulledPipeline['action'], TerminalText>> {
  return {
    new: terminal`${paint.good('new')}    `,
    changed: terminal`${paint.warning('changed')}`,
    moved: terminal`${paint.warning('moved')}  `,
    gone: terminal`${paint.error('gone')}   `,
    edited: terminal`${paint.error('edited')} `,
    own: terminal`${paint.warning('own')}    `,
    same: terminal`same   `,
  }
}

function pullSentence(pipelines: readonly PulledPipeline[]): string {
  const count = (action: PulledPipeline['action']): number => pipelines.filter((each) => each.action === action).length
  const counted = (['new', 'changed', 'moved', 'gone', 'edited', 'own'] as const).flatMap((action) =>
    count(action) > 0 ? [`${count(action)} ${action}`] : [],
  )
  return counted.length > 0 ? counted.join(', ') : 'nothing changed'
}

/** The same as one document, without the texts of the files. */
export function pullJson({ tenant, pipelines, tests }: PullOutcome): JsonText {
  const told = pipelines.map(({ action, id, name, file, fields }) => ({ action, id, name, file, fields }))
  const summary: Record<string, number> = {}
  for (const { action } of pipelines) summary[action] = (summary[action] ?? 0) + 1
  return jsonDocument({ tenant, pipelines: told, tests, summary })
}
