import { lintExample } from '../lint-example'

const places = (rule: string, sampleAttributes: (path: string) => boolean | undefined) =>
  lintExample(rule, { sampleAttributes }).flatMap(({ finding: { code, path, range } }) =>
    code === 'R343' ? [`${path.join('.')}${range ? ` ${range.start}-${range.end}` : ''}`] : [],
  )

const onlyUser = (path: string) => path === 'usr.id'
const query = (text: string) => `queries: [{ name: a, query: ${JSON.stringify(text)} }]`

it.each([
  ['an attribute that no sample has', query('@usr.id:x @usr.name:y'), ['queries.0.query 10-19']],
  [
    'one that is excluded, since an exclusion that never acts is as wrong',
    query('@usr.id:x -@eror:*'),
    ['queries.0.query 11-16'],
  ],
  ['one in a group of alternatives', query('@usr.id:x OR @usr.ip:y'), ['queries.0.query 13-20']],
  ['an attribute that is asked for twice is told once', query('@b:1 @b:2'), ['queries.0.query 0-2']],
  ['an attribute that a sample has', query('@usr.id:x'), []],
  ['tags, reserved fields and words are no attributes', query('source:x env:prod hello'), []],
  [
    'a group-by field',
    'queries: [{ name: a, query: "@usr.id:x", groupByFields: ["@usr.name", host] }]',
    ['queries.0.groupByFields.0'],
  ],
  [
    'a filter, which is a query too',
    `${query('@usr.id:x')}\nfilters: [{ action: suppress, query: "@y:1" }]`,
    ['filters.0.query 0-2'],
  ],
])('%s', (_, rule, expected) => {
  expect(places(rule, onlyUser)).toEqual(expected)
})

it('without samples nothing is known, and nothing is said', () => {
  expect(places(query('@b:1'), () => undefined)).toEqual([])
})
