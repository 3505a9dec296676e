import { troubleText } from '../../diagnostic/trouble'
import { unreachable } from '../../diagnostic/unreachable'
import type { Bound } from '../../medium/bounded-markdown'
import { hclAsWritten } from '../../medium/hcl-text'
import type { SafeText } from '../../medium/safe-text'
import { workflowLog } from '../../medium/workflow-text'
import { codeQuality } from '../../report/code-quality'
import { failuresJunit } from '../../report/diagnostics-junit'
import { diagnosticsMarkdown } from '../../report/diagnostics-markdown'
import { failuresJson, failuresNdjson, partsOf, type ToldFailure } from '../../report/failures'
import { githubAnnotations, troubleAnnotations } from '../../report/github-annotations'
import { junit } from '../../report/junit'
import { sarif } from '../../report/sarif'
import { ownVersion } from '../own-version'
import type { Format } from './command-formats'

/** A command that ended without a result, and why. */
export interface WithoutResult {
  /** The words that call it; empty where it is none that we have. */
  readonly command: string
  readonly told: readonly ToldFailure[]
  /** How long Markdown may get. */
  readonly bound: Bound | undefined
}

/**
 * What stands in place of a result: a document of the format in which the result was to come, so that whoever reads it learns
 * why there is none. Undefined where people read, who are told on stderr.
 */
export function documentWithout({ command, told, bound }: WithoutResult, format: Format): SafeText | undefined {
  const { diagnostics, troubles } = partsOf(told)
  const called = `ddac ${command}`.trimEnd()
  switch (format) {
    case 'text':
      return undefined
    case 'json':
      return failuresJson(told)
    case 'ndjson':
      return failuresNdjson(told)
    case 'markdown': {
      const count = told.length === 1 ? '1 error' : `${told.length} errors`
      const sentence = told.length === 0 ? 'The log says why.' : `Because of ${count}:`
      return diagnosticsMarkdown(`${called}: no result`, sentence, diagnostics, bound, troubles)
    }
    case 'github':
      return workflowLog(troubleAnnotations(troubles), githubAnnotations(diagnostics))
    case 'gitlab':
      return codeQuality(diagnostics, troubles)
    case 'junit':
      return junit(failuresJunit(told, called))
    case 'sarif':
      return sarif(diagnostics, ownVersion(), command, { troubles })
    case 'terraform': {
      const lines = [...troubles.map(troubleText), ...diagnostics.map(({ code, message }) => `${code}: ${message}`)]
      return hclAsWritten(`${lines.join('\n')}\n`.replace(/^(?=.)/gm, '# '))
    }
    default:
      return unreachable(format)
  }
}
