import { weakeningsOf } from '../../src/sync/weakening'

describe('the query of a rule', () => {
  it.each([
    ['source:app', 'source:app @usr.id:ann', ['narrower query']],
    ['@evt.name:(Get OR Put)', '@evt.name:Get', ['narrower query']],
    ['@evt.name:Delete*', '@evt.name:DeleteIdentity', ['narrower query']],
    ['', 'source:app', ['narrower query']],
    ['source:app @usr.id:ann', 'source:app', []],
    ['@evt.name:Get', '@evt.name:(Get OR Put)', []],
    ['@evt.name:Get', '@evt.name:Put', []],
    ['@evt.name:Get', '@evt.name:"Get"', []],
    ['source:app', 'source:app @usr.id:(', []],
  ])('%p that becomes %p: %p', (before, after, told) => {
    expect(weakeningsOf('rule', [{ path: 'queries[0].query', before, after }])).toEqual(told)
  })
})
