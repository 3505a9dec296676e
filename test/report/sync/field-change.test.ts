import { changedLines } from '../../../src/report/sync/field-change'

const shown = (change: Parameters<typeof changedLines>[0]): readonly string[] =>
  changedLines(change).map(({ sign, text }) => `${sign} ${text}`)

describe('the difference of a field', () => {
  it('shows a query clause by clause, so that the changed one stands out', () => {
    const before = 'source:cloudtrail @evt.name:(A OR B) -@error.kind:*'
    const after = 'source:cloudtrail @evt.name:(A OR B OR C) -@error.kind:*'
    expect(shown({ path: 'queries[0].query', before, after })).toEqual([
      '  source:cloudtrail',
      '- @evt.name:(A OR B)',
      '+ @evt.name:(A OR B OR C)',
      '  -@error.kind:*',
    ])
  })

  it('loses nothing of a query, whatever joins its clauses', () => {
    const before = '(a OR b) AND NOT (c d)  -e'
    const lines = changedLines({ path: 'suppression_query', before, after: 'x' }).filter(({ sign }) => sign === '-')
    expect(lines.map(({ text }) => text).join(' ')).toBe('(a OR b) AND NOT (c d) -e')
  })

  it('shows a query that cannot be read as a whole', () => {
    expect(shown({ path: 'queries[0].query', before: '@a:(x', after: '@a:x' })).toEqual(['- @a:(x', '+ @a:x'])
  })

  it('shows a window as files write it, beside the seconds that the tenant has', () => {
    expect(shown({ path: 'options.keepAlive', before: 3600, after: 90 })).toEqual(['- 1h (3600 s)', '+ 90'])
  })

  it('shows of a list of texts what left and what joined, and the whole list where only its order changed', () => {
    expect(shown({ path: 'tags', before: ['a', 'b'], after: ['b', 'c'] })).toEqual(['- a', '+ c'])
    expect(shown({ path: 'queries[0].groupByFields', before: ['a', 'b'], after: ['b', 'a'] })).toEqual([
      '- ["a","b"]',
      '+ ["b","a"]',
    ])
  })

  it('shows a message line by line with what stands around, and leaves the rest out', () => {
    const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
    const before = lines.join('\n')
    const after = before.replace('one', 'ONE').replace('nine', 'NINE')
    const told = shown({ path: 'message', before, after })
    expect(told).toEqual(['- one', '+ ONE', '  two', '  three', '  ⋯', '  seven', '  eight', '- nine', '+ NINE'])
  })

  it('shows a clause that joins at the end alone, also after a query of one clause', () => {
    const [before, after] = ['source:cloudtrail', 'source:cloudtrail @evt.name:A']
    expect(shown({ path: 'queries[0].query', before, after })).toEqual(['  source:cloudtrail', '+ @evt.name:A'])
    expect(shown({ path: 'queries[0].query', before: after, after: before })).toEqual([
      '  source:cloudtrail',
      '- @evt.name:A',
    ])
  })

  it('shows a line that joins a message at the end alone, and a line break where only that differs', () => {
    expect(shown({ path: 'message', before: 'one\ntwo', after: 'one\ntwo\nthree' })).toEqual([
      '  one',
      '  two',
      '+ three',
    ])
    expect(shown({ path: 'message', before: 'one', after: 'one\n' })).toEqual(['+ (the line break at the end)'])
    expect(shown({ path: 'message', before: 'one\n', after: 'one' })).toEqual(['- (the line break at the end)'])
    expect(shown({ path: 'message', before: '', after: 'one\ntwo' })).toEqual(['+ one', '+ two'])
  })

  it('shows when a suppression ends as a time, not as the milliseconds that the tenant has', () => {
    const [before, after] = [Date.UTC(2027, 5, 1), Date.UTC(2027, 5, 1, 12, 30, 0, 250)]
    expect(shown({ path: 'expiration_date', before, after })).toEqual([
      '- 2027-06-01T00:00:00Z',
      '+ 2027-06-01T12:30:00.250Z',
    ])
    expect(shown({ path: 'expiration_date', before: 9e15 })).toEqual(['- 9000000000000000'])
  })

  it('shows a field that comes or goes on its own side', () => {
    expect(shown({ path: 'customName', after: 'x' })).toEqual(['+ x'])
    expect(shown({ path: 'customName', before: '' })).toEqual(['- ""'])
  })
})
