import { compileReach } from '../../src/event/attribute-path'
import type { LogEvent } from '../../src/event/log-event'
import type { Json } from '../../src/json/json'
import { compileQuery } from '../../src/query/matching/compile-query'
import { parseQuery } from '../../src/query/parse-query'

/** Counts the looks that matching takes at a text: each is one call, and native searches go forward only. */
function looksDuring(work: () => void): number {
  let looks = 0
  const counted = ['indexOf', 'startsWith', 'charCodeAt', 'codePointAt'] as const
  const originals = counted.map((method) => String.prototype[method])
  counted.forEach((method, index) => {
    const original = originals[index] as (...args: unknown[]) => unknown
    // biome-ignore lint/suspicious/noExplicitAny: the prototype is put back below
    ;(String.prototype as any)[method] = function (this: string, ...args: unknown[]) {
      looks++
      return original.apply(this, args)
    }
  })
  try {
    work()
  } finally {
    counted.forEach((method, index) => {
      // biome-ignore lint/suspicious/noExplicitAny: see above
      ;(String.prototype as any)[method] = originals[index]
    })
  }
  return looks
}

const length = 20_000
const event = (some: Partial<LogEvent>): LogEvent => ({ id: 'e', timeMs: 0, tags: [], attributes: {}, ...some })

function looksOf(query: string, some: Partial<LogEvent>): number {
  const parsed = parseQuery(query).query
  if (parsed === undefined) throw new Error(`not read: ${query}`)
  const matches = compileQuery(parsed)
  let matched = true
  const looks = looksDuring(() => {
    matched = matches(event(some))
  })
  expect(matched).toBe(false)
  return looks
}

describe('no query and no log makes matching slow', () => {
  const as = 'a'.repeat(length)

  it.each(['@t:*a*a*a*a*b', '@t:*a*a*a*a*a*b*', '@t:a*a*a*b', `@t:*${'a*'.repeat(500)}b`])(
    '%s takes a look a star, whatever the length of the text',
    (query) => {
      expect(looksOf(query, { attributes: { t: as } })).toBeLessThan(query.length + 10)
    },
  )

  it.each(['@t:*?a?a?a?b*', '@t:*a?a?a?b', '@t:*?????b*', '@t:?*?*?*?*b'])(
    '%s takes at most a look a character of text and pattern',
    (query) => {
      expect(looksOf(query, { attributes: { t: as } })).toBeLessThan(length * query.length * 2)
    },
  )

  it.each(['*a*a*a*a*b', '*a*a*b*', 'a*a*a*b', '*:*a*a*b', 'aa b', '"a a a a b"', 'message:a*b'])(
    '%s on running text takes at most a look a character of text and query',
    (query) => {
      for (const message of [as, 'a '.repeat(length / 2), `${'a'.repeat(length)} `, ' '.repeat(length)]) {
        expect(looksOf(query, { message })).toBeLessThan(length * query.length * 8)
      }
    },
  )

  it('a phrase as long as the text is looked for in one reading of the text', () => {
    const phrase = `"${'a '.repeat(length / 4)}b"`
    for (const query of [phrase, `*:${phrase}`]) {
      expect(looksOf(query, { message: 'a '.repeat(length / 2) })).toBeLessThan(length * 10)
    }
  })

  it.each([
    `@t:*${'a?'.repeat(length / 4)}b*`,
    `@t:*${'?'.repeat(length / 2)}b*`,
    `message:${'?a'.repeat(length / 4)}*b`,
  ])('a piece with ? as long as the text is looked for in one reading of the text', (query) => {
    expect(looksOf(query, { message: as, attributes: { t: as } })).toBeLessThan(length * 10)
  })

  it('the work for a hostile wildcard grows with the text, not faster', () => {
    const looks = [1, 2, 4].map((times) => looksOf('@t:*?a?a?b', { attributes: { t: 'a'.repeat(5000 * times) } }))
    const [one = 0, two = 0, four = 0] = looks
    expect(two / one).toBeLessThan(2.1)
    expect(four / two).toBeLessThan(2.1)
  })

  it('a path with every split of its dotted keys in the log visits each value once', () => {
    // Each object holds "a", "a.a" and "a.a.a": the values are many, the visits no more than they.
    let objects = 0
    const build = (segments: number): Json => {
      objects++
      if (segments === 0) return 'x'
      const object: Record<string, Json> = {}
      for (let taken = 1; taken <= Math.min(3, segments); taken++) {
        object[Array(taken).fill('a').join('.')] = build(segments - taken)
      }
      return object
    }
    const attributes = build(12) as Record<string, Json>
    let asked = 0
    const original = Object.hasOwn
    let visits = 0
    Object.hasOwn = (object, key) => {
      asked++
      return original(object, key)
    }
    try {
      compileReach(`@${Array(12).fill('a').join('.')}`)(event({ attributes }), () => {
        visits++
        return false
      })
    } finally {
      Object.hasOwn = original
    }
    expect(visits).toBeLessThan(objects)
    expect(asked).toBeLessThanOrEqual(objects * 12)
  })

  it('10,000 levels of nesting in a log overflow nothing', () => {
    let object: Json = 'x'
    let list: Json = 'x'
    for (let i = 0; i < 10_000; i++) {
      object = { a: object }
      list = [list]
    }
    const attributes = { deep: object, list }
    for (const query of ['@list:x', `@deep.${Array(10_000).fill('a').join('.')}:x`, '@deep.a.a:y', '*:y']) {
      expect(looksOf(query, { attributes })).toBeGreaterThanOrEqual(0)
    }
    const everywhere = parseQuery('*:x').query
    expect(everywhere && compileQuery(everywhere)(event({ attributes }))).toBe(true)
  })

  it('a message of 5 MB is searched by many clauses', () => {
    const query = Array.from({ length: 50 }, (_, i) => `word${i}`).join(' OR ')
    expect(looksOf(query, { message: 'lorem ipsum '.repeat(400_000) })).toBeLessThan(1000)
  })
})
