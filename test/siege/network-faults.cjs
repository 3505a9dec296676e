/**
 * What may befall a request between the program and its tenant. Each is given an exchange and answers true where it took
 * it over; `after` faults let the tenant carry the request out first, so that only its answer is lost.
 */
const { answer } = require('./besieged-tenant.cjs')

const cut = ({ request }) => {
  request.socket.resetAndDestroy()
  return true
}

/** The tenant did it, half of the time; nobody hears of that. */
async function maybePass(visit, chance) {
  return chance.next() < 0.5 ? visit.pass() : undefined
}

const texts = [
  '<html><h1>Bad gateway</h1></html>',
  '{"data":[{"id":',
  '',
  '\u0000\u0001',
  '"yes"',
  'null',
  '[]',
  '{}',
  '7',
]
const otherShapes = [
  { data: null },
  { data: {} },
  { data: [null] },
  { data: [{ id: 7 }] },
  { data: 'none' },
  { errors: [] },
  [[]],
]
const absurdWaits = ['86400000', '-1', '1e99', 'NaN', 'tomorrow', '', '0', '9'.repeat(400)]

const each = {
  refused: (visit) => cut(visit),
  'closed port': async (visit, chance) => {
    await maybePass(visit, chance)
    visit.shut()
    return true
  },
  'answer lost': async (visit) => {
    await visit.pass()
    return cut(visit)
  },
  stall: async (visit, chance) => {
    await maybePass(visit, chance)
    return true
  },
  'half an answer': async (visit, chance) => {
    const { status, headers, bytes } = await visit.pass()
    visit.response.writeHead(status, { ...headers, 'content-length': bytes.length + 1 })
    visit.response.write(bytes.subarray(0, Math.floor(bytes.length * chance.next())))
    setTimeout(() => visit.request.socket.destroy(), 5)
    return true
  },
  'not JSON': async (visit, chance) => {
    await maybePass(visit, chance)
    answer(visit.response, { status: 200, headers: {}, bytes: Buffer.from(chance.oneOf(texts)) })
    return true
  },
  'another shape': async (visit, chance) => {
    await maybePass(visit, chance)
    const bytes = Buffer.from(JSON.stringify(chance.oneOf(otherShapes)))
    answer(visit.response, { status: 200, headers: { 'content-type': 'application/json' }, bytes })
    return true
  },
  '429 with absurd waits': (visit, chance) => {
    const headers = { 'x-ratelimit-reset': chance.oneOf(absurdWaits), 'x-ratelimit-remaining': '0' }
    if (chance.next() < 0.5) headers['retry-after'] = chance.oneOf(absurdWaits)
    answer(visit.response, { status: 429, headers, bytes: Buffer.from('{"errors":["Too many"]}') })
    return true
  },
  '5xx': async (visit, chance) => {
    await maybePass(visit, chance)
    const status = chance.oneOf([500, 502, 503, 504, 529])
    answer(visit.response, { status, headers: {}, bytes: Buffer.from(chance.oneOf(texts)) })
    return true
  },
  'keys quoted back': async (visit, chance) => {
    const { headers } = visit.request
    const text = `${headers['dd-api-key']} ${headers['dd-application-key']}`
    const status = chance.oneOf([400, 401, 403, 404, 409, 418, 500])
    answer(visit.response, { status, headers: {}, bytes: Buffer.from(JSON.stringify({ errors: [text] })) })
    return true
  },
  'skewed clock': async (visit, chance) => {
    const passed = await visit.pass()
    const date = new Date(Date.UTC(2026, 10, 25) + (chance.next() - 0.5) * 1e13).toUTCString()
    answer(visit.response, { ...passed, headers: { ...passed.headers, date } })
    return true
  },
}

/**
 * How a fault strikes one run: one request, some at random, all from one on, or a stretch. `most` is how many requests a
 * run without faults makes.
 */
function networkStrike(name, chance, most) {
  const befall = each[name]
  const first = chance.upTo(most)
  const isStruck = chance.oneOf([
    ({ number }) => number === first,
    ({ number }) => number >= first && number < first + 3,
    ({ number }) => number >= first,
    () => chance.next() < 0.25,
    () => chance.next() < 0.6,
  ])
  return async (visit) => (isStruck(visit) ? befall(visit, chance) : false)
}

const networkFaults = Object.keys(each)

module.exports = { networkFaults, networkStrike }
