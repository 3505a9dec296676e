import { lintTable } from '../lint-example'

lintTable('S109', [
  {
    about: 'the query of the rule itself',
    example: `
id: one
queries: [{ name: a, query: "source:x @evt.name:A" }]
---
rules: [one]
dataExclusionQuery: "source:x @evt.name:A"`,
    at: ['dataExclusionQuery'],
  },
  {
    about: 'less than the rule asks for',
    example: `
id: one
queries: [{ name: a, query: "source:x @evt.name:A" }]
---
rules: [one]
dataExclusionQuery: "@evt.name:*"`,
    at: ['dataExclusionQuery'],
  },
  {
    about: 'a wildcard over all its values',
    example: `
id: one
queries: [{ name: a, query: "source:x @evt.name:(DeleteA OR DeleteB)" }]
---
rules: [one]
dataExclusionQuery: "@evt.name:Delete*"`,
    at: ['dataExclusionQuery'],
  },
  {
    about: 'all of its values written out',
    example: `
id: one
queries: [{ name: a, query: "source:x @evt.name:(A OR B)" }]
---
rules: [one]
dataExclusionQuery: "@evt.name:(A OR B OR C)"`,
    at: ['dataExclusionQuery'],
  },
  {
    about: 'one of its values',
    example: `
id: one
queries: [{ name: a, query: "source:x @evt.name:(A OR B)" }]
---
rules: [one]
dataExclusionQuery: "@evt.name:A"`,
    at: [],
  },
  {
    about: 'what the rule excludes as well',
    example: `
id: one
queries: [{ name: a, query: "source:x -@a:b" }]
---
rules: [one]
dataExclusionQuery: "source:x -@a:b"`,
    at: ['dataExclusionQuery'],
  },
  {
    about: 'more than the rule asks for',
    example: `
id: one
queries: [{ name: a, query: "source:x @evt.name:A" }]
---
rules: [one]
dataExclusionQuery: "source:x @usr.id:deploy"`,
    at: [],
  },
  {
    about: 'one of two queries',
    example: `
id: one
queries: [{ name: a, query: "@evt.name:A" }, { name: b, query: "@evt.name:B" }]
---
rules: [one]
dataExclusionQuery: "@evt.name:A"`,
    at: [],
  },
  {
    about: 'a rule out of scope',
    example: `
id: one
queries: [{ name: a, query: "source:x" }]
---
id: two
name: Second
queries: [{ name: a, query: "source:y" }]
---
rules: [two]
dataExclusionQuery: "source:x"`,
    at: [],
  },
])
