import { withinLimits } from '../../src/datadog/rate-limits'
import { routes } from '../../src/datadog/routes'
import type { Answer, ApiRequest } from '../../src/datadog/transport'

const answered = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  text: '',
  hide: (text) => text,
  holdsKey: false,
})
const limit = (remaining: number, reset: number, name?: string) => ({
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(reset),
  ...(name && { 'x-ratelimit-name': name }),
})

/** A tenant that answers when it is told to, and a clock that sleeping moves. */
function tenant() {
  const sent: string[] = []
  const slept: number[] = []
  const told: string[] = []
  const open: ((answer: Answer) => void)[] = []
  let nowMs = 0
  const send = withinLimits(
    ({ route }) => {
      sent.push(route.does)
      return new Promise((resolve) => open.push(resolve))
    },
    {
      pace: {
        sleep: async (ms) => {
          slept.push(ms)
          nowMs += ms
        },
      },
      onWait: ({ does, waitMs }) => told.push(`${does} ${waitMs}`),
      now: () => nowMs,
    },
  )
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    sent,
    slept,
    told,
    pass: (ms: number) => {
      nowMs += ms
    },
    /** Does not wait for the answer. */
    send: (request: ApiRequest) => void send(request),
    answer: async (answer: Answer) => {
      open.shift()?.(answer)
      await settle()
    },
    settle,
  }
}

const validate = (): ApiRequest => ({ route: routes.validateRule, body: {} })
const list = (): ApiRequest => ({ route: routes.listRules })

it('a tenant that counts nothing holds nobody up', async () => {
  const { send, answer, sent, slept } = tenant()
  for (let index = 0; index < 5; index += 1) send(validate())
  await answer(answered(204))
  send(validate())
  await answer(answered(204))
  expect([sent.length, slept]).toEqual([6, []])
})

it('what is left goes out at once, and the next waits for the reset', async () => {
  const { send, answer, sent, slept, told, settle } = tenant()
  send(validate())
  await settle()
  await answer(answered(204, limit(2, 7)))
  send(validate())
  send(validate())
  await settle()
  expect([sent.length, slept]).toEqual([3, []])
  send(validate())
  send(validate())
  await settle()
  expect(slept[0]).toBe(7000)
  expect(told).toEqual(['validate a rule 7000'])
  expect(sent).toHaveLength(5)
})

it('what is under way counts as sent, though the tenant has not counted it yet', async () => {
  const { send, answer, sent, slept, settle } = tenant()
  for (let index = 0; index < 3; index += 1) send(validate())
  await settle()
  await answer(answered(204, limit(2, 5)))
  send(validate())
  await settle()
  expect([sent.length, slept]).toEqual([4, [5000]])
})

it.each([
  ['before the reset waits for what is left of it', 4000, [1000]],
  ['after the reset does not wait', 5000, []],
] as const)('a request %s', async (_, passed, waits) => {
  const { send, answer, sent, slept, pass, settle } = tenant()
  send(validate())
  await settle()
  await answer(answered(204, limit(0, 5)))
  pass(passed)
  send(validate())
  await settle()
  expect([sent.length, slept]).toEqual([2, waits])
})

it('routes count apart, unless the tenant names one limit for both', async () => {
  const apart = tenant()
  apart.send(validate())
  await apart.settle()
  await apart.answer(answered(204, limit(0, 5)))
  apart.send(list())
  await apart.settle()
  expect(apart.slept).toEqual([])
  const together = tenant()
  together.send(list())
  await together.settle()
  await together.answer(answered(200, limit(3, 5, 'security_rules')))
  together.send(validate())
  await together.settle()
  await together.answer(answered(204, limit(0, 5, 'security_rules')))
  together.send(list())
  await together.settle()
  expect(together.slept).toEqual([5000])
})

it('after a refusal for the rate others wait, and the refused one, which waited already, does not again', async () => {
  const { send, answer, sent, slept, settle } = tenant()
  const refused = validate()
  send(refused)
  await settle()
  await answer(answered(429, { 'x-ratelimit-reset': '3' }))
  send(refused)
  await settle()
  expect([sent.length, slept]).toEqual([2, []])
  await answer(answered(429, { 'x-ratelimit-reset': '3' }))
  send(validate())
  await settle()
  expect([sent.length, slept]).toEqual([3, [3000]])
})

it('nobody waits longer than a minute, and counts that are none hold nobody up', async () => {
  const { send, answer, slept, settle } = tenant()
  send(validate())
  await settle()
  await answer(answered(204, limit(0, 3600)))
  send(validate())
  await settle()
  expect(slept).toEqual([60_000])
  await answer(answered(204, { 'x-ratelimit-remaining': 'none', 'x-ratelimit-reset': 'soon' }))
  send(validate())
  await settle()
  expect(slept).toEqual([60_000])
})
