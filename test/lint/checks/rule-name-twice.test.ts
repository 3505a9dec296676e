import { lintTable } from '../lint-example'

lintTable('W210', [
  {
    about: 'the second of two',
    example: `
id: one
name: Same
---
id: two
name: Same`,
    at: ['name'],
  },
  {
    about: 'case and blanks around make no difference to a reader',
    example: `
id: one
name: Same
---
id: two
name: "same "`,
    at: ['name'],
  },
  {
    about: 'different names',
    example: `
id: one
name: This
---
id: two
name: That`,
    at: [],
  },
])
