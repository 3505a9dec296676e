/** Logs of a source of our own that pass a pipeline, as files deliver them in several shapes, and rules that ask for what the pipeline makes. */

const source = 'shop'

/** An archive's files: records of JSON; the same in a `message`, as text or as an object, as forwarders send them; lines. */
const shapes = {
  records: (log) => JSON.stringify({ ddsource: source, ...log }),
  'texts of records': (log) => JSON.stringify({ ddsource: source, ddtags: 'env:prod', message: JSON.stringify(log) }),
  'records in messages': (log) => JSON.stringify({ ddsource: source, ddtags: 'env:prod', message: log }),
  lines: ({ at, event, user, client, agent, request }) =>
    `${at} ${event.kind} user=${user.name} ip=${client.ip} agent="${agent}" request=${request}`,
}

/** The log of a number; one in `oneIn` is of interest to rules. */
function logOf(number, oneIn) {
  const mixed = (salt) => Math.imul(number * 2 + 1, salt) >>> 0
  const hex = (salt) => mixed(salt).toString(16).padStart(8, '0')
  const fails = number % oneIn === 0
  const quiet = ['login_succeeded', 'item_viewed', 'item_added', 'cart_opened'][mixed(0x9e3779b1) % 4]
  return {
    at: new Date(1_780_000_000_000 + number * 40).toISOString(),
    event: { kind: fails ? 'login_failed' : quiet },
    user: { name: `user${mixed(0x85ebca6b) % 20_000}`, session: hex(0xc2b2ae35) + hex(0x27d4eb2f) },
    client: {
      ip: `198.51.100.${mixed(0x165667b1) % (fails ? 8 : 256)}`,
      agent: `Shop/${mixed(0x9e3779b1) % 40} (${hex(0x85ebca77)})`,
    },
    agent: `Mozilla/5.0 (X11; Linux x86_64) Firefox/${100 + (mixed(0x85ebca6b) % 40)}.0`,
    request: `${hex(0xd3a2646c)}-${hex(0xfd7046c5)}`,
  }
}

const remapper = (from, target) => ({
  type: 'attribute-remapper',
  name: target,
  is_enabled: true,
  sources: [from],
  target,
  preserve_source: false,
})
const grok = (matchRules) => ({
  type: 'grok-parser',
  name: 'line',
  is_enabled: true,
  source: 'message',
  samples: [],
  grok: { support_rules: '', match_rules: matchRules },
})
const category = (name, query) => ({ name, filter: { query } })

const line = grok(
  'line %{date("yyyy-MM-dd\'T\'HH:mm:ss.SSSZ"):at} %{notSpace:event.kind} user=%{notSpace:user.name} ip=%{ip:client.ip} agent=%{quotedString:agent} request=%{notSpace:request}',
)

/** What makes of the logs what rules ask for: of lines attributes first. */
const pipelineFor = (isOfLines) => ({
  name: 'Shop',
  is_enabled: true,
  filter: { query: `source:${source}` },
  processors: [
    ...(isOfLines ? [line] : []),
    { type: 'date-remapper', name: 'time', is_enabled: true, sources: ['at'] },
    remapper('event.kind', 'evt.name'),
    remapper('user.name', 'usr.name'),
    remapper('client.ip', 'network.client.ip'),
    remapper('agent', 'http.useragent'),
    {
      type: 'category-processor',
      name: 'outcome',
      is_enabled: true,
      target: 'evt.outcome',
      categories: [category('failure', '@evt.name:*_failed'), category('success', '*')],
    },
    {
      type: 'user-agent-parser',
      name: 'agent',
      is_enabled: true,
      sources: ['http.useragent'],
      target: 'http.useragent_details',
      is_encoded: false,
    },
  ],
})

const rule = {
  name: 'Many sign-ins fail from one address',
  message: 'x',
  isEnabled: true,
  queries: [
    {
      query: `source:${source} @evt.outcome:failure @evt.name:login_failed`,
      aggregation: 'cardinality',
      distinctFields: ['@usr.name'],
      groupByFields: ['@network.client.ip'],
    },
  ],
  cases: [{ status: 'medium', condition: 'a > 10' }],
  options: { evaluationWindow: 600, keepAlive: 3600, maxSignalDuration: 86_400 },
}

module.exports = { logOf, pipelineFor, rule, shapes, source }
