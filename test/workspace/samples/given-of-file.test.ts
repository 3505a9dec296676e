import { readConfig } from '../../../src/workspace/read-config'
import { givenOfFile } from '../../../src/workspace/samples/given-of-file'

const { config, findings } = readConfig({
  value: {
    tenants: { local: { emulator: true } },
    logs: {
      'samples/okta/**': { source: 'okta', time: 'published' },
      'samples/**/old-*': { time: 'when', tags: ['age:old'] },
      '*.csv': { service: 'export' },
      '/var/log/okta': { source: 'okta' },
      '-': { source: 'piped' },
    },
  },
})

test.each([
  ['/work/w/samples/okta/a.json', { source: 'okta', time: 'published' }],
  ['/work/w/samples/okta/deep/old-a.json', { source: 'okta', time: 'when', tags: ['age:old'] }],
  ['/work/w/deep/a.csv', { service: 'export' }],
  ['/elsewhere/a.csv', { service: 'export' }],
  ['/var/log/okta/a.json', { source: 'okta' }],
  ['/var/log/oktapus/a.json', {}],
  ['/work/w/a.json', {}],
  ['/work/samples/okta/a.json', {}],
  ['-', { source: 'piped' }],
])('of the logs in %s ddac.yaml says %j', (path, said) => {
  expect(findings).toEqual([])
  const given = givenOfFile(path, { root: '/work/w', config })
  expect({ source: undefined, service: undefined, time: undefined, tags: [], ...given }).toEqual({
    source: undefined,
    service: undefined,
    time: undefined,
    tags: [],
    ...said,
  })
})
