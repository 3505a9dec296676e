import { lintTable } from '../lint-example'

lintTable('R324', [
  {
    about: 'a rule over logs',
    example: `
filters: [{ action: require, query: "@usr.id:x" }]`,
    at: ['filters'],
  },
  {
    about: 'a correlation',
    example: `
type: signal_correlation
filters: [{ action: require, query: "@usr.id:x" }]`,
    at: ['filters'],
  },
  {
    about: 'an empty list, as Datadog answers it',
    example: `
filters: []`,
    at: [],
  },
  {
    about: 'rules on configurations still have them',
    example: `
type: cloud_configuration
filters: [{ action: require, query: "@usr.id:x" }]`,
    at: [],
  },
])
