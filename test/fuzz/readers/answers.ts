import assert from 'node:assert/strict'
import { Call } from '../../../src/datadog/call'
import { problemsInBody } from '../../../src/datadog/error-bodies'
import { routes } from '../../../src/datadog/routes'
import { connectGithub, githubComments } from '../../../src/forge/github'
import { githubHost } from '../../../src/forge/github-host'
import { connectGitlab, gitlabComments } from '../../../src/forge/gitlab'
import { gitlabHost } from '../../../src/forge/gitlab-host'
import { tellDrift } from '../../../src/forge/tell-drift'
import { tellReview } from '../../../src/forge/tell-review'
import type { JsonObject } from '../../../src/json/json'
import { asObject, objectsIn } from '../../../src/json/json-object'
import { parseLogJson } from '../../../src/json/parse-log-json'
import { terraformConfig } from '../../../src/report/leave/terraform-config'
import { readSignals } from '../../../src/silencing/read-signals'
import { importFiles } from '../../../src/sync/import/import-files'
import { selectRemote } from '../../../src/sync/import/select-remote'
import { terraformContent } from '../../../src/sync/import/terraform-content'
import { namesFrom, terraformResources } from '../../../src/sync/import/terraform-state'
import { plainThings } from '../../../src/sync/leave/plain-things'
import type { TenantState } from '../../../src/sync/tenant-state'
import { decodeSignal, isCalledTrue } from '../../../src/wire/decode-signal'
import { noMistakes, type Reader } from '../reader'
import { unlessWorldError } from '../refused'

const rule = `{"id":"r1","version":2,"name":"SES","message":"m","isEnabled":true,"isDefault":false,"type":"log_detection","tags":["ddac:ses","ddac_workspace:soc","source:cloudtrail"],"queries":[{"name":"a","query":"@k:x","groupByFields":["@g"],"aggregation":"count","distinctFields":[]}],"cases":[{"name":"c","status":"low","condition":"a > 0","notifications":[]}],"options":{"detectionMethod":"threshold","evaluationWindow":300,"keepAlive":3600,"maxSignalDuration":86400},"filters":[]}`
const suppression = `{"id":"s1","type":"suppressions","attributes":{"name":"s","enabled":true,"rule_query":"source:cloudtrail","suppression_query":"@usr.id:x","expiration_date":1800000000000,"version":1,"description":"d"}}`
const signal = `{"id":"AQAAA","type":"signal","attributes":{"message":"m","tags":["env:a"],"custom":{"workflow":{"rule":{"id":"r1","name":"SES"},"first_seen":1770000000000,"last_seen":1770000000000,"triage":{"archiveReason":"none"}},"triggeringRuleCase":{"status":"low","name":"c"},"usr":{"id":"x"}}}}`

/** What other programs answer or write: the tenant, forges, Terraform. */
export const answers: Readonly<Record<string, Reader>> = {
  'Terraform state': {
    isTree: true,
    good: [
      `{"version":4,"terraform_version":"1.9.0","resources":[{"module":"module.siem","mode":"managed","type":"datadog_security_monitoring_rule","name":"root","instances":[{"index_key":"eu","attributes":{"id":"r1","name":"SES","message":"m","enabled":true,"case":[{"status":"low","condition":"a > 0","notifications":[]}],"query":[{"name":"a","query":"@k:x","group_by_fields":["@g"],"aggregation":"count"}],"options":[{"detection_method":"threshold","evaluation_window":300,"keep_alive":3600,"max_signal_duration":86400}],"tags":["a:b"]}}]},{"mode":"managed","type":"datadog_security_monitoring_suppression","name":"s","instances":[{"attributes":{"id":"s1","name":"s","enabled":true,"rule_query":"source:x","suppression_query":"@a:b","expiration_date":"2027-01-01T00:00:00Z"}}]}]}`,
      `{"format_version":"1.0","terraform_version":"1.9.0","values":{"root_module":{"resources":[{"address":"datadog_security_monitoring_rule_json.r","mode":"managed","type":"datadog_security_monitoring_rule_json","name":"r","values":{"id":"r1","json":${JSON.stringify(rule)}}}],"child_modules":[{"address":"module.a","resources":[]}]}}}`,
    ],
    read: (text) =>
      unlessWorldError(() => {
        const state = asObject(parsed(text))
        const resources = state && terraformResources(state)
        if (!resources) return
        const names = namesFrom(resources)
        importAll(terraformContent('t', resources), names)
      }),
  },
  "a tenant's things": {
    isTree: true,
    good: [`{"rules":[${rule},${rule.replace('"r1"', '"r2"')}],"suppressions":[${suppression}]}`],
    read: (text) =>
      unlessWorldError(() => {
        const told = asObject(parsed(text)) ?? {}
        const rules = objectsIn(told.rules).flatMap((body) => {
          return typeof body.id === 'string' ? [{ id: body.id, version: 1, body }] : []
        })
        const suppressions = objectsIn(told.suppressions).flatMap(({ id, attributes }) => {
          const own = asObject(attributes)
          return typeof id === 'string' && own ? [{ id, version: 1, attributes: own }] : []
        })
        const state: TenantState = { tenant: 't', rules, suppressions }
        importAll(state, new Map())
        for (const thing of plainThings(state, { owner: 'soc' }).things) {
          terraformConfig(
            thing,
            `resource "datadog_security_monitoring_rule" "x" {\n  name = "${text.slice(0, 50)}"\n}`,
          )
          terraformConfig(thing, undefined)
        }
      }),
  },
  'HCL of a converter': {
    good: [
      'resource "datadog_security_monitoring_rule" "ses" {\n\tname = "SES"\n\tmessage = <<EOT\nm $' + '{x}\nEOT\n}\n',
    ],
    read: (text) => {
      const thing = {
        kind: 'rule' as const,
        id: 'ses',
        remoteId: 'r1',
        version: 1,
        name: text,
        body: { name: text, message: text },
        asksFor: [],
      }
      assert.ok(!/[\0\u202e]/.test(String(terraformConfig(thing, text))))
      terraformConfig(thing, undefined)
      return noMistakes
    },
  },
  'signals that are given': {
    isTree: true,
    good: [
      `{"kind":"signal","rule":"ses","case":"c","severity":"low","title":"t","message":"m","group":{"@g":"x"},"firstSeen":"2026-01-01T00:00:00Z","lastSeen":"2026-01-01T00:00:01Z","steps":[],"events":["e"],"count":1,"tags":["a:b"],"suppressedBy":[]}\n{"kind":"summary","logs":1}`,
      `{"data":[${signal}]}`,
      signal,
    ],
    read: (text) => {
      for (const each of readSignals(text).signals) if (each.kind === 'shown') isCalledTrue(each.attributes)
      const whole = asObject(parsed(text))
      if (whole) decodeSignal(whole)
      return noMistakes
    },
  },
  'answer of a tenant': {
    isTree: true,
    good: [
      `{"data":[${rule}],"meta":{"page":{"total_count":1}}}`,
      rule,
      `{"data":{"id":"r1","attributes":{"count":1,"data":{"1":{"rule":${rule}},"2":{"rule":${rule}}}}}}`,
      '{"errors":["input_validation_error(Field \'data.attributes.x\' is invalid: reason)"]}',
      '{"error":{"code":"InvalidArgument","message":"m","details":[{"code":"c","message":"d","target":"t"}]}}',
      '{"errors":[{"status":"400","title":"t","detail":"d"}]}',
    ],
    read: async (text) => {
      problemsInBody(text)
      const object = (value: unknown): JsonObject | undefined => asObject(value)
      const thing = (value: unknown): { readonly id: string } | undefined => {
        const id = asObject(value)?.id
        return typeof id === 'string' ? { id } : undefined
      }
      for (const status of [200, 400, 403, 404, 409, 429, 500, 302, 999]) {
        const send = async () => ({ status, headers: {}, text, hide: (hidden: string) => hidden, holdsKey: false })
        const call = new Call('t', send)
        await unlessWorldError(async () => void (await call.pages(routes.listRules, thing)))
        await unlessWorldError(async () => void (await call.history({ route: routes.ruleHistory, id: 'r' }, 'rule')))
        await unlessWorldError(async () => void (await call.verdict({ route: routes.validateRule, body: {} })))
        await unlessWorldError(async () => void (await call.bareList({ route: routes.listPipelines }, object)))
        await unlessWorldError(async () => void (await call.list({ route: routes.listSecurityFilters }, object)))
        await unlessWorldError(() => call.nothing({ route: routes.deleteRule, id: 'r' }))
      }
      return noMistakes
    },
  },
  'answer of a forge': {
    isTree: true,
    good: [
      '[{"id":1,"number":7,"body":"<!-- ddac-review x -->\\ntext","user":{"login":"bot","type":"Bot"},"author":{"id":1},"head":{"sha":"abc","ref":"b","repo":{"id":1}},"title":"t","merged_at":null,"state":"open","iid":7,"description":"d","system":false}]',
      '{"sha":"abc","login":"bot","id":1,"username":"bot","head":{"sha":"abc"},"object":{"sha":"abc"},"message":"m\\n\\nddac-files: x\\nddac-drift: y","parents":[{"sha":"p"}],"parent_ids":["p"],"commit":{"id":"abc","message":"m","parent_ids":["p"]},"tree":{"sha":"t"},"default_branch":"main","number":7,"iid":7}',
    ],
    read: (text) => answering(text, askForges),
  },
}

function parsed(text: string): unknown {
  try {
    return parseLogJson(text)
  } catch {
    return undefined
  }
}

function importAll(state: TenantState, names: ReadonlyMap<string, string>): void {
  const { files } = importFiles(state, selectRemote(state, { by: 'all' }), [], { nowMs: 0, names })
  assert.equal(new Set(files.map(({ path }) => path)).size, files.length)
}

const env = {
  GITHUB_API_URL: 'http://127.0.0.1:9',
  GITHUB_REPOSITORY: 'team/detections',
  GITHUB_TOKEN: 'x',
  CI_API_V4_URL: 'http://127.0.0.1:9',
  CI_PROJECT_ID: '1',
  GITLAB_TOKEN: 'x',
}
const review = { key: 'k', commit: 'abc', text: 'text', isWorthTelling: true }
const night = {
  key: 'k',
  branch: 'b',
  commit: 'c',
  tenants: ['t'],
  files: [{ path: 'a.rule.yaml', text: 'a' }],
  text: 'text',
  isWorthTelling: true,
  missing: [],
}

async function askForges(): Promise<void> {
  const [github, gitlab] = [connectGithub(env), connectGitlab(env)]
  for (const comments of [githubComments(github), gitlabComments(gitlab)]) {
    await unlessWorldError(async () => void (await tellReview(comments, 7, review)))
  }
  for (const host of [githubHost(github), gitlabHost(gitlab)]) {
    await unlessWorldError(async () => void (await tellDrift(host, night)))
    await unlessWorldError(async () => void (await tellDrift(host, { ...night, files: [] })))
  }
}

/** Every request is answered with one text meanwhile. */
async function answering(text: string, ask: () => Promise<void>): Promise<readonly []> {
  const { fetch } = globalThis
  let requests = 0
  globalThis.fetch = async () => {
    requests += 1
    assert.ok(requests < 5000, 'it asks without end')
    return new Response(text, { status: 200 })
  }
  try {
    await ask()
  } finally {
    globalThis.fetch = fetch
  }
  return []
}
