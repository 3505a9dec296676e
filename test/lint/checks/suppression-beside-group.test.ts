import { lintTable } from '../lint-example'

lintTable('S103', [
  {
    about: 'a rule without groups',
    example: `
id: one
queries: [{ name: a, query: source:x }]
---
rules: [one]
suppressionQuery: "@usr.id:x"`,
    at: ['suppressionQuery "@usr.id:x"'],
  },
  {
    about: 'a rule that groups by the field',
    example: `
id: one
queries: [{ name: a, query: source:x, groupByFields: ["@usr.id"] }]
---
rules: [one]
suppressionQuery: "@usr.id:x"`,
    at: [],
  },
  {
    about: 'the triage of the signal itself',
    example: `
id: one
queries: [{ name: a, query: source:x }]
---
rules: [one]
suppressionQuery: "@workflow.triage.state:open"`,
    at: [],
  },
  {
    about: 'an exclusion takes single logs',
    example: `
id: one
queries: [{ name: a, query: source:x }]
---
rules: [one]
dataExclusionQuery: "@usr.id:x"`,
    at: [],
  },
  {
    about: 'a tag',
    example: `
id: one
queries: [{ name: a, query: source:x }]
---
rules: [one]
suppressionQuery: "env:test"`,
    at: [],
  },
])
