import { lintTable } from '../lint-example'

lintTable('R312', [
  {
    about: 'a threshold rule',
    example: `
options: { keepAlive: 0 }`,
    at: ['options.keepAlive'],
  },
  {
    about: 'an hour',
    example: `
options: { keepAlive: 1h }`,
    at: [],
  },
  {
    about: 'for new values it is the documented way',
    example: `
queries: [{ name: a, query: source:x, aggregation: new_value, metrics: ["@usr.id"] }]
options: { detectionMethod: new_value, keepAlive: 0 }`,
    at: [],
  },
])
