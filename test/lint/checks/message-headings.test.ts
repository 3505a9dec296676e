import { lintTable } from '../lint-example'

lintTable('R340', [
  {
    about: 'none',
    example: `
message: Something happened.`,
    at: ['message'],
  },
  {
    about: 'the last one missing',
    example: `
message: "## Goal\\nx\\n## Strategy\\ny"`,
    at: ['message'],
  },
  {
    about: 'as Datadog writes them, in either form',
    example: `
message: "## Goal\\nx\\n### Strategy\\ny\\n## Triage & Response\\nz"`,
    at: [],
  },
  {
    about: 'words without a heading do not count',
    example: `
message: "Goal Strategy Triage"`,
    at: ['message'],
  },
])
