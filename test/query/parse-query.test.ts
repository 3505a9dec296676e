import { parseQuery } from '../../src/query/parse-query'
import type { Query } from '../../src/query/query'
import { clausesIn } from '../../src/query/walk-query'

function read(text: string): Query {
  const { query } = parseQuery(text)
  if (query === undefined) throw new Error(`not read: ${text}`)
  return query
}

describe('places of a query', () => {
  const text = 'source:cloudtrail -@evt.name:(A OR "b c") [1 TO 5] (x OR @é:😀y*)'

  it('each clause knows where it, its field and its value stand', () => {
    const places = clausesIn(read(text)).map(({ clause }) => {
      if (clause.kind !== 'clause') throw new Error('a clause was expected')
      return [clause, clause.field, clause.value].map(({ start, end }) => text.slice(start, end))
    })
    expect(places).toEqual([
      ['source:cloudtrail', 'source', 'cloudtrail'],
      ['A', '@evt.name', 'A'],
      ['"b c"', '@evt.name', '"b c"'],
      ['[1 TO 5]', '', '[1 TO 5]'],
      ['x', '', 'x'],
      ['@é:😀y*', '@é', '😀y*'],
    ])
  })

  it('groups, negations and the whole know where they stand', () => {
    const query = read(text)
    expect(query.kind === 'and' && query.queries.map(({ start, end }) => text.slice(start, end))).toEqual([
      'source:cloudtrail',
      '-@evt.name:(A OR "b c")',
      '[1 TO 5]',
      '(x OR @é:😀y*)',
    ])
    expect(text.slice(query.start, query.end)).toBe(text)
  })

  it('bounds and blocks know where they stand', () => {
    const range = '@a:[10 TO "20"]'
    const query = read(range)
    if (query.kind !== 'clause' || query.value.kind !== 'range') throw new Error('a range was expected')
    const { lower, upper } = query.value
    expect([lower, upper].map(({ bound }) => bound && range.slice(bound.start, bound.end))).toEqual(['10', '"20"'])
    const cidr = 'x CIDR(@ip, 10.0.0.0/8, ::1/128)'
    const clause = clausesIn(read(cidr))[1]?.clause
    expect(clause?.kind === 'cidr' && clause.blocks.map(({ start, end }) => cidr.slice(start, end))).toEqual([
      '10.0.0.0/8',
      '::1/128',
    ])
    expect(clause && cidr.slice(clause.start, clause.end)).toBe('CIDR(@ip, 10.0.0.0/8, ::1/128)')
  })

  it('presence knows the name it asks for', () => {
    const presence = '_exists_:@a.b'
    const query = read(presence)
    expect(query.kind === 'clause' && presence.slice(query.field.start, query.field.end)).toBe('@a.b')
  })
})

describe('clausesIn', () => {
  it('gives the clauses in the order of the text, with the sign they stand under', () => {
    const found = clausesIn(read('a -(b OR -(c CIDR(@ip, ::1/128))) *'))
    expect(found.map(({ clause, negated }) => [clause.kind, negated])).toEqual([
      ['clause', false],
      ['clause', true],
      ['clause', false],
      ['cidr', false],
    ])
  })
})

describe('problems of a query', () => {
  it('come in the order of the text, warnings among errors, each with help', () => {
    const { problems } = parseQuery('evt.id:"*x*" AND @b:-x and (c')
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['Q104', 'warning'],
      ['Q102', 'warning'],
      ['Q007', 'error'],
      ['Q002', 'error'],
    ])
    for (const { help } of problems) expect(help).not.toBe('')
  })
})
