import Ajv from 'ajv'
import { type Code, codes } from '../../src/diagnostic/codes'
import type { Diagnostic } from '../../src/diagnostic/diagnostic'
import type { Trouble } from '../../src/diagnostic/trouble'
import { helpFor, pageOf } from '../../src/lint/page-of'
import { diagnosticsJson, diagnosticsNdjson } from '../../src/report/diagnostics-json'
import { sarif } from '../../src/report/sarif'
import { closedSchema } from '../closed-schema'

const source = { path: 'rules/my logs/ä.rule.yaml', text: 'id: one\nname: 🚨 x\n' }
const diagnostics: readonly Diagnostic[] = [
  { code: 'R101', severity: 'error', message: 'no name', help: 'add one', span: { source, start: 8, end: 12 } },
  { code: 'R104', severity: 'warning', message: 'unknown', span: { source, start: 17, end: 18 } },
  { code: 'R101', severity: 'info', message: 'without a place' },
]

/**
 * What SARIF 2.1.0 demands of the parts that we write (OASIS, sections 3.13 to 3.58); objects have no other keys, as in the
 * published schema, sarif-2.1.0-rtm.5, which took the same documents.
 */
const essential = closedSchema({
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
                      properties: {
                        id: { type: 'string' },
                        name: { type: 'string' },
                        shortDescription: { $ref: '#/definitions/message' },
                        fullDescription: { $ref: '#/definitions/message' },
                        help: { $ref: '#/definitions/message' },
                        defaultConfiguration: {
                          type: 'object',
                          properties: {
                            enabled: { type: 'boolean' },
                            level: { enum: ['none', 'note', 'warning', 'error'] },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          automationDetails: {
            type: 'object',
            properties: { id: { type: 'string' } },
          },
          originalUriBaseIds: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              properties: { description: { $ref: '#/definitions/message' } },
            },
          },
          invocations: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['message'],
                    properties: {
                      level: { enum: ['none', 'note', 'warning', 'error'] },
                      message: { $ref: '#/definitions/message' },
                      descriptor: {
                        type: 'object',
                        required: ['id'],
                        properties: { id: { type: 'string' } },
                      },
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
                ruleIndex: { type: 'integer', minimum: 0 },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
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
                            properties: {
                              uriBaseId: { type: 'string' },
                              uri: { type: 'string', pattern: "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" },
                            },
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
    message: {
      type: 'object',
      required: ['text'],
      properties: { text: { type: 'string', minLength: 1 }, markdown: { type: 'string', minLength: 1 } },
    },
  },
})

describe('SARIF', () => {
  const log = JSON.parse(String(sarif(diagnostics, '1.2.3', 'validate')))
  const [run] = log.runs

  it('has the structure that code scanning demands', () => {
    const validate = new Ajv({ strict: false }).compile(essential)
    expect(validate(log) || validate.errors).toBe(true)
  })

  it('of a command without a result says so, and holds trouble as notifications beside mistakes as results', () => {
    const troubles: readonly Trouble[] = [
      { kind: 'error', code: 'network', of: 'prod', message: 'no answer', details: ['a'], help: 'try again' },
    ]
    const failed = JSON.parse(String(sarif(diagnostics, '1.2.3', 'validate', { troubles })))
    const validate = new Ajv({ strict: false }).compile(essential)
    expect(validate(failed) || validate.errors).toBe(true)
    expect(failed.runs[0].results).toHaveLength(diagnostics.length)
    expect(failed.runs[0].invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: 'error', descriptor: { id: 'network' }, message: { text: 'prod: no answer\n  a\ntry again' } },
        ],
      },
    ])
    expect(run.invocations).toEqual([{ executionSuccessful: true }])
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
      artifactLocation: { uri: 'rules/my%20logs/%C3%A4.rule.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 11 },
    })
    expect(run.results[2]).not.toHaveProperty('locations')
  })

  it('a path with half of a sign is one all the same', () => {
    const half = { path: 'a\ud800.rule.yaml', text: 'id: a\n' }
    const [told] = diagnostics.slice(0, 1).map((each) => ({ ...each, span: { source: half, start: 0, end: 1 } }))
    const { runs } = JSON.parse(String(sarif(told ? [told] : [], '1.2.3', 'validate')))
    expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%EF%BF%BD.rule.yaml')
  })

  it('says of each code what it means, why it is told and how to write it, from its page', () => {
    const [lacking] = run.tool.driver.rules
    expect(lacking.shortDescription.text).toBe(codes.R101)
    const { why = '' } = helpFor('R101') ?? {}
    expect(why).not.toBe('')
    expect(lacking.fullDescription.text).toBe(why)
    expect(lacking.help.text).toBe(pageOf('r101'))
    expect(lacking.help.markdown).toContain(`${why}\n\nInstead of\n\n\`\`\`\n`)
  })

  it('has such words for every code there is', () => {
    const all = (Object.keys(codes) as Code[]).map((code): Diagnostic => {
      // Of one file not all would be told.
      const span = { source: { path: `${code}.yaml`, text: 'a' }, start: 0, end: 1 }
      return { code, severity: 'error', message: 'm', span }
    })
    const told = JSON.parse(String(sarif(all, '1.2.3', 'validate')))
    const validate = new Ajv({ strict: false }).compile(essential)
    expect(validate(told) || validate.errors).toBe(true)
    expect(told.runs[0].tool.driver.rules).toHaveLength(all.length)
  })

  it('paths are those of the folder that the reader knows as the root', () => {
    expect(Object.keys(run.originalUriBaseIds)).toEqual(['%SRCROOT%'])
  })

  it('commands have runs of their own, so that none closes the results of another', () => {
    const of = (command: string) =>
      JSON.parse(String(sarif(diagnostics, '1.2.3', command))).runs[0].automationDetails.id
    expect(of('validate')).toBe('ddac validate/')
    expect(of('suppress check')).not.toBe(of('validate'))
  })

  describe('fingerprints', () => {
    const of = (text: string, marked: readonly [Code, string][]): string[] => {
      const file = { path: 'a.rule.yaml', text }
      const found = marked.map(([code, word]): Diagnostic => {
        const start = text.indexOf(word)
        return {
          code,
          severity: 'error',
          message: `at ${start}`,
          span: { source: file, start, end: start + word.length },
        }
      })
      const { results } = JSON.parse(String(sarif(found, '1.2.3', 'validate'))).runs[0]
      return results.map(
        (result: { partialFingerprints: Record<string, string> }) =>
          result.partialFingerprints['primaryLocationLineHash'],
      )
    }
    const before = of('id: one\nname: x\n', [['R101', 'x']])

    it('stay when lines move, are set in, or come around', () => {
      expect(of('# more\n\nid: one\n  name: x\nlast: 1\n', [['R101', 'x']])).toEqual(before)
    })

    it.each<[string, string, Code]>([
      ['the line', 'id: one\nname: xy\n', 'R101'],
      ['the code', 'id: one\nname: x\n', 'R104'],
    ])('change with %s', (_, text, code) => {
      expect(of(text, [[code, 'x']])).not.toEqual(before)
    })

    it('differ where a file has the same twice, and are counted', () => {
      const [first, second] = of('name: x\n', [
        ['R101', 'x'],
        ['R101', 'name'],
      ])
      expect(first).toMatch(/^[0-9a-f]{16}:1$/)
      expect(second).toBe(first?.replace(/1$/, '2'))
    })
  })

  it('of nothing is a run without results', () => {
    expect(JSON.parse(String(sarif([], '1.2.3', 'validate'))).runs[0].results).toEqual([])
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
