import { lintTable } from '../lint-example'

lintTable('S104', [
  {
    about: 'a slug that is not there',
    example: `
id: one
name: First
tags: [source:x, team:blue]
---
rules: [one, two]
suppressionQuery: "@a:b"`,
    at: ['rules[1]'],
  },
  {
    about: 'a tag that no rule has',
    example: `
id: one
name: First
tags: [source:x, team:blue]
---
rules: ["team:red"]
suppressionQuery: "@a:b"`,
    at: ['rules[0]'],
  },
  {
    about: 'a search that finds none',
    example: `
id: one
name: First
tags: [source:x, team:blue]
---
ruleQuery: source:y
suppressionQuery: "@a:b"`,
    at: ['ruleQuery'],
  },
  {
    about: 'a slug, a tag and a search that find one',
    example: `
id: one
name: First
tags: [source:x, team:blue]
---
rules: [one, "team:blue"]
suppressionQuery: "@a:b"
---
id: other
ruleQuery: source:x type:log_detection
suppressionQuery: "@a:b"`,
    at: [],
  },
])
