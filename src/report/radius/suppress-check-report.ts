import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import type { MarkdownText } from '../../medium/markdown-text'
import { diagnosticsReport } from '../diagnostics-json'
import { diagnosticsTable } from '../diagnostics-markdown'
import { type ListedSuppression, suppressionBlocks, suppressionDocument } from '../suppression-list'
import { radiusDocument } from './radius-json'
import { radiusBlocks } from './radius-markdown'
import type { RadiusOutcome } from './radius-outcome'

/** What `suppress check` found, as one document: those that end, what is doubtful, and what suppressions hide. */
export function suppressCheckJson(
  due: readonly ListedSuppression[],
  diagnostics: readonly Diagnostic[],
  outcome: RadiusOutcome | undefined,
): JsonText {
  return jsonDocument({
    suppressions: due.map(suppressionDocument),
    ...diagnosticsReport(diagnostics),
    ...(outcome && { radius: radiusDocument(outcome) }),
  })
}

/** The same a line each, then the counts. */
export function suppressCheckNdjson(
  due: readonly ListedSuppression[],
  diagnostics: readonly Diagnostic[],
  outcome: RadiusOutcome | undefined,
): JsonText {
  const report = diagnosticsReport(diagnostics)
  const endingSoon = due.filter(({ state }) => state !== 'expired').length
  return jsonLines([
    ...due.map((one) => ({ kind: 'suppression', ...suppressionDocument(one) })),
    ...report.diagnostics.map((one) => ({ kind: 'diagnostic', ...one })),
    ...(outcome ? [{ kind: 'radius', ...radiusDocument(outcome) }] : []),
    { kind: 'summary', suppressions: due.length, endingSoon, ...report.summary },
  ])
}

/** The same for a pull request. */
export function suppressCheckMarkdown(
  due: readonly ListedSuppression[],
  of: number,
  diagnostics: readonly Diagnostic[],
  outcome: RadiusOutcome | undefined,
  showsValues: boolean,
  bound: Bound | undefined,
): MarkdownText {
  const blocks: readonly Block[] = [
    ...suppressionBlocks('Suppressions that have ended or end soon', due, { of }),
    ...diagnosticsTable(diagnostics),
    ...(outcome ? radiusBlocks(outcome, showsValues) : []),
  ]
  return boundedMarkdown(blocks, bound)
}
