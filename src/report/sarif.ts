import { type Code, codes } from '../diagnostic/codes'
import type { Diagnostic } from '../diagnostic/diagnostic'
import { toldDiagnostics } from '../diagnostic/told-of-file'
import { type Trouble, troubleText } from '../diagnostic/trouble'
import { contentDigest } from '../json/canonical-json'
import { helpFor, pageMarkdown, pageOf } from '../lint/page-of'
import { type JsonText, jsonText } from '../medium/json-text'
import { urlPath } from '../medium/url-part'
import { reportedDiagnostic } from './diagnostics-json'

const levelOf = { error: 'error', warning: 'warning', info: 'note' } as const

/** Paths are those of the repository, whose folder the reader knows. */
const sourceRoot = '%SRCROOT%'

/**
 * SARIF 2.1.0, for code scanning. Columns are UTF-16 units, as our positions are. The command keeps results of one from
 * closing those of another. Where it came to no result, the invocation says so, and trouble that stands in no file is a
 * notification of it.
 */
export function sarif(
  all: readonly Diagnostic[],
  version: string,
  command: string,
  failed?: { readonly troubles: readonly Trouble[] },
): JsonText {
  const diagnostics = toldDiagnostics(all)
  const used = [...new Set(diagnostics.map(({ code }) => code))].sort()
  const fingerprintOf = fingerprints()
  const run = {
    tool: {
      driver: {
        name: 'ddac',
        version,
        informationUri: 'https://www.npmjs.com/package/ddac',
        rules: used.map(ruleOf),
      },
    },
    automationDetails: { id: `ddac ${command}/` },
    invocations: [
      {
        executionSuccessful: failed === undefined,
        ...(failed && { toolExecutionNotifications: failed.troubles.map(notificationOf) }),
      },
    ],
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [sourceRoot]: { description: { text: 'The root of the repository.' } } },
    results: diagnostics.map((diagnostic) => {
      const place = reportedDiagnostic(diagnostic)
      return {
        ruleId: diagnostic.code,
        ruleIndex: used.indexOf(diagnostic.code),
        level: levelOf[diagnostic.severity],
        message: { text: diagnostic.help ? `${diagnostic.message}\n${diagnostic.help}` : diagnostic.message },
        partialFingerprints: { primaryLocationLineHash: fingerprintOf(diagnostic) },
        ...('file' in place && {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: urlPath(place.file), uriBaseId: sourceRoot },
                region: {
                  startLine: place.line,
                  startColumn: place.column,
                  endLine: place.endLine,
                  endColumn: place.endColumn,
                },
              },
            },
          ],
        }),
      }
    }),
  }
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  })
}

function notificationOf(trouble: Trouble) {
  return { level: 'error', descriptor: { id: trouble.code }, message: { text: troubleText(trouble) } }
}

/**
 * A code as code scanning shows it: what it means, why it is told, and its page. The page is here as a whole and has no
 * `helpUri`: no address holds it that is sure to stay, and a link that leads nowhere is worse than none.
 */
function ruleOf(code: Code) {
  const help = helpFor(code)
  const { why, kind, check, level } = help ?? {}
  return {
    id: code,
    ...(check !== undefined && { name: check }),
    shortDescription: { text: codes[code] },
    fullDescription: { text: why ?? kind ?? codes[code] },
    help: { text: pageOf(code) ?? codes[code], markdown: help ? pageMarkdown(help) : codes[code] },
    defaultConfiguration: level === 'off' ? { enabled: false } : { level: levelOf[level ?? 'error'] },
  }
}

/**
 * What tells a result from others by what stands in its lines, not by where they are: it stays the same when lines above
 * come or go. The same again in one file is counted. The name of the key is the one that GitHub looks for.
 */
function fingerprints(): (diagnostic: Diagnostic) => string {
  const counts = new Map<string, number>()
  return ({ code, span }) => {
    const lines = span ? linesOf(span.source.text, span.start, span.end) : ''
    const hash = contentDigest([code, lines], 16)
    const known = `${span?.source.path ?? ''}\n${hash}`
    const count = (counts.get(known) ?? 0) + 1
    counts.set(known, count)
    return `${hash}:${count}`
  }
}

/** The whole lines of a stretch of a text, without the blanks around each. */
function linesOf(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', Math.max(start, end - 1))
  const lines = text.slice(from, to === -1 ? undefined : to).split('\n')
  return lines.map((line) => line.trim()).join('\n')
}
