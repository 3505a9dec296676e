import { campaign } from './campaign'
import { WorkCounter } from './count-work'
import type { Reader } from './reader'
import type { Asks } from './reader-thread'
import { answer } from './reading-thread'

/** What breaks no promise, and one reader for each promise that it breaks. */
const planted: Readonly<Record<string, Reader>> = {
  sound: { good: ['a{b}c'], read: (text) => [{ start: 0, end: text.length, message: 'all of it' }] },
  thrower: {
    good: ['a{b}c'],
    read: (text) => {
      if (text.includes('{')) throw new TypeError('planted')
      return []
    },
  },
  misplaced: {
    good: ['a{b}c'],
    read: (text) => [{ start: 0, end: text.includes('b') ? text.length + 2 : 0, message: 'beyond it' }],
  },
  silent: { good: ['a{b}c'], read: (text) => (text.includes('c') ? [{ start: 0, end: 0, message: '' }] : []) },
  polluting: {
    good: ['a{b}c'],
    read: (text) => {
      const own = Object.prototype as { planted?: string }
      delete own.planted
      if (text.includes('}')) own.planted = 'yes'
      return []
    },
  },
  quadratic: {
    good: ['a{b}c'],
    read: (text) => {
      for (let at = 0; at < text.length; at += 1) text.indexOf('\u0007', at)
      return []
    },
  },
}

const counter = new WorkCounter()
beforeAll(() => counter.start())
afterEach(() => Reflect.deleteProperty(Object.prototype, 'planted'))
afterAll(() => counter.stop())

async function run(...argv: readonly string[]) {
  const printed: string[] = []
  const asks: Asks = {
    ask: async (asked) => {
      const reader = planted[asked.reader]
      if (reader === undefined) throw new Error(`no reader ${asked.reader}`)
      return { ...(await answer(reader, asked, new Int32Array(2), counter)), done: 'count' in asked ? asked.count : 1 }
    },
    begin: async () => {},
    end: async () => {},
  }
  const around = { reading: asks, counting: asks, isStopped: () => false, print: (line: string) => printed.push(line) }
  const code = await campaign(argv, { ...around, readers: Object.keys(planted) })
  return { code, told: printed.join('\n') }
}

test.each([
  ['thrower', 'TypeError: planted', '"{"'],
  ['misplaced', 'out of range: beyond it at N-N of N', '"b"'],
  ['silent', 'out of range:  at N-N of N', '"c"'],
  ['polluting', 'it wrote to Object.prototype', '"}"'],
])(
  'a reader that is a %s is told, with the shortest text and the command that reads it again',
  async (name, sign, text) => {
    const { code, told } = await run('--seed', '3', '--inputs', '20', '--only', name)
    expect(code).toBe(1)
    expect(told).toContain(`${name}: `)
    expect(told).toContain(sign)
    expect(told).toContain(`1 characters: ${text}`)
    const [, input = ''] = /npm run fuzz -- --seed 3 --only '\w+' --input (\d+)/.exec(told) ?? []
    expect((await run('--seed', '3', '--only', name, '--input', input)).code).toBe(1)
  },
)

test('a reader whose work grows faster than its text is told', async () => {
  const { code, told } = await run('--seed', '3', '--inputs', '1', '--only', 'quadratic')
  expect(code).toBe(1)
  expect(told).toMatch(/searches ran 4\.0 times as often for twice the text/)
  expect((await run('--seed', '3', '--only', 'quadratic', '--input', 'g0')).code).toBe(1)
})

test('one that keeps its promises is not', async () => {
  const { code, told } = await run('--seed', '3', '--inputs', '20', '--only', 'sound')
  expect(code).toBe(0)
  expect(told).toContain('seed 3: 20 inputs, 0 failures')
})
