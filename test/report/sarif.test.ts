import Ajv from 'ajv'
import type { Diagnostic } from '../../src/diagnostic/diagnostic'
import { diagnosticsJson, diagnosticsNdjson } from '../../src/report/diagnostics-json'
import { sarif } from '../../src/report/sarif'

const source = { path: 'rules/my logs/ä.rule.yaml', text: 'id: one\nname: 🚨 x\n' }
const diagnostics: readonly Diagnostic[] = [
  { code: 'R101', severity: 'error', message: 'no name', help: 'add one', span: { source, start: 8, end: 12 } },
  { code: 'R104', severity: 'warning', message: 'unknown', span: { source, start: 17, end: 18 } },
  { code: 'R101', severity: 'info', message: 'without a place' },
]

/** What SARIF 2.1.0 demands of the parts that we write (OASIS, sections 3.13 to 3.52). */
const essential = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string' },
                  version: { type: 'string' },
                  informationUri: { type: 'string', pattern: '^https://' },
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id'],
                      properties: { id: { type: 'string' }, shortDescription: { $ref: '#/definitions/message' } },
                    },
                  },
                },
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['message'],
              properties: {
                ruleId: { type: 'string' },
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message: { $ref: '#/definitions/message' },
                locations: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      physicalLocation: {
                        type: 'object',
                        required: ['artifactLocation'],
                        properties: {
                          artifactLocation: {
                            type: 'object',
                            // a URI reference (RFC 3986): no blanks, nothing beyond ASCII
                            properties: { uri: { type: 'string', pattern: "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" } },
                          },
                          region: {
                            type: 'object',
                            properties: Object.fromEntries(
                              ['startLine', 'startColumn', 'endLine', 'endColumn'].map((key) => [
                                key,
                                { type: 'integer', minimum: 1 },
                              ]),
                            ),
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  definitions: {
    message: { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } },
  },
}

describe('SARIF', () => {
  const log = JSON.parse(String(sarif(diagnostics, '1.2.3')))
  const [run] = log.runs

  it('has the structure that code scanning demands', () => {
    const validate = new Ajv({ strict: false }).compile(essential)
    expect(validate(log) || validate.errors).toBe(true)
  })

  it('describes each code once and names every code that a result has', () => {
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['R101', 'R104'])
    expect(run.results.map(({ ruleId, level }: Record<string, string>) => [ruleId, level])).toEqual([
      ['R101', 'error'],
      ['R104', 'warning'],
      ['R101', 'note'],
    ])
  })

  it('places results in UTF-16 columns from 1, and escapes paths', () => {
    expect(run.columnKind).toBe('utf16CodeUnits')
    expect(run.results[1].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'rules/my%20logs/%C3%A4.rule.yaml' },
      region: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 11 },
    })
    expect(run.results[2]).not.toHaveProperty('locations')
  })

  it('of nothing is a run without results', () => {
    expect(JSON.parse(String(sarif([], '1.2.3'))).runs[0].results).toEqual([])
  })
})

describe('diagnostics as data', () => {
  it('have lines and columns from 1, and a count by severity', () => {
    expect(JSON.parse(String(diagnosticsJson(diagnostics)))).toEqual({
      version: 1,
      diagnostics: [
        {
          code: 'R101',
          severity: 'error',
          message: 'no name',
          help: 'add one',
          file: source.path,
          line: 2,
          column: 1,
          endLine: 2,
          endColumn: 5,
        },
        {
          code: 'R104',
          severity: 'warning',
          message: 'unknown',
          file: source.path,
          line: 2,
          column: 10,
          endLine: 2,
          endColumn: 11,
        },
        { code: 'R101', severity: 'info', message: 'without a place' },
      ],
      summary: { errors: 1, warnings: 1, infos: 1 },
    })
  })

  it('stand one a line, the summary last', () => {
    const lines = String(diagnosticsNdjson(diagnostics))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ kind }) => kind)).toEqual(['diagnostic', 'diagnostic', 'diagnostic', 'summary'])
  })
})
