import { mutateQuery } from '../../src/mutation/mutate-query'
import { parseQuery } from '../../src/query/parse-query'

describe('the changes of a query', () => {
  it.each<[string, readonly string[]]>([
    ['@a:x', ['-@a:x']],
    ['@a:x @b:y', ['@b:y', '-@a:x @b:y', '@a:x', '@a:x -@b:y']],
    ['@a:(x OR y)', ['@a:y', '@a:(-x OR y)', '@a:x', '@a:(x OR -y)']],
    ['-@a:*', ['@a:*']],
    ['@a:AKIA*', ['-@a:AKIA*', '@a:AKIA']],
    ['@a:*x*', ['-@a:*x*', '@a:x*', '@a:*x']],
    ['@a:>5', ['-@a:>5', '@a:>=5']],
    ['CIDR(@ip, 10.0.0.0/8)', ['-CIDR(@ip, 10.0.0.0/8)']],
    ['*', []],
    ['@a:(', []],
  ])('%s', (text, expected) => {
    expect(mutateQuery(parseQuery(text)).map((mutation) => mutation.text)).toEqual(expected)
  })

  it('each is a query again, at a place inside the text', () => {
    const text = 'source:cloudtrail @evt.name:(A OR B*) -@error.kind:* (@n:>5 OR -CIDR(@ip, 10.0.0.0/8))'
    for (const { text: changed, range } of mutateQuery(parseQuery(text))) {
      expect(parseQuery(changed).query).toBeDefined()
      expect(text.slice(range.start, range.end)).not.toBe('')
    }
  })

  it('a clause that stands there twice cannot be missed', () => {
    const equivalent = mutateQuery(parseQuery('@a:x @a:x')).filter(({ equivalentBecause }) => equivalentBecause)
    expect(equivalent.map(({ description }) => description)).toEqual([
      'the clause @a:x is dropped',
      'the clause @a:x is dropped',
    ])
  })
})
