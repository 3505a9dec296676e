import { codes } from '../diagnostic/codes'
import type { Diagnostic } from '../diagnostic/diagnostic'
import { toldDiagnostics } from '../diagnostic/told-of-file'
import { type JsonText, jsonText } from '../medium/json-text'
import { reportedDiagnostic } from './diagnostics-json'

const levelOf = { error: 'error', warning: 'warning', info: 'note' } as const

/** SARIF 2.1.0, for code scanning. Columns are UTF-16 units, as our positions are. */
export function sarif(all: readonly Diagnostic[], version: string): JsonText {
  const diagnostics = toldDiagnostics(all)
  const used = [...new Set(diagnostics.map(({ code }) => code))].sort()
  const run = {
    tool: {
      driver: {
        name: 'ddac',
        version,
        informationUri: 'https://www.npmjs.com/package/ddac',
        rules: used.map((code) => ({ id: code, shortDescription: { text: codes[code] } })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: diagnostics.map((diagnostic) => {
      const place = reportedDiagnostic(diagnostic)
      return {
        ruleId: diagnostic.code,
        level: levelOf[diagnostic.severity],
        message: { text: diagnostic.help ? `${diagnostic.message}\n${diagnostic.help}` : diagnostic.message },
        ...('file' in place && {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(place.file) },
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
