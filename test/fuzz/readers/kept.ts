import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nightFiles, readNights } from '../../../src/cli/night/night-state'
import { emulatedOrg } from '../../../src/emulator/emulated-org'
import { makeHandler } from '../../../src/emulator/handle-request'
import { storeInFile, storeInMemory } from '../../../src/emulator/store/state-store'
import { contentDigest } from '../../../src/json/canonical-json'
import { asObject } from '../../../src/json/json-object'
import type { Plan } from '../../../src/sync/plan/plan'
import { encodePlan, readSavedPlan } from '../../../src/sync/plan/saved/saved-plan'
import { checkWorkspace } from '../../../src/workspace/checking/check-workspace'
import { codeOwners } from '../../../src/workspace/checking/code-owners'
import { readEnrichment } from '../../../src/workspace/enrichment/read-enrichment'
import { loadWorkspace } from '../../../src/workspace/load-workspace'
import { readConfig } from '../../../src/workspace/read-config'
import { anonymisingKey } from '../../../src/workspace/tenant-logs/anonymising-key'
import { KeptSearch } from '../../../src/workspace/tenant-logs/kept-search'
import { readYaml } from '../../../src/yaml/yaml-document'
import { makeMmdb } from '../../event/enrichment/make-mmdb'
import { conformance } from '../conformance'
import { checkMistakes, noMistakes, type Reader } from '../reader'
import { unlessWorldError } from '../refused'
import { exampleDocuments } from './documents'

const plan = encodePlan(
  JSON.parse(
    '{"tenant":"t","ownership":{},"changes":[{"action":"create","kind":"rule","id":"a"}],"unmanaged":[],"problems":[],"summary":{}}',
  ) as Plan,
  {
    host: 'api.datadoghq.com',
    madeAtMs: 0,
    version: '0.1.0',
    options: {} as Parameters<typeof encodePlan>[1]['options'],
  },
)

/** What ddac itself wrote and reads again, and what the emulator is asked. */
export const kept: Readonly<Record<string, Reader>> = {
  'folder of a workspace': {
    isTree: true,
    good: [
      exampleDocuments.rule,
      'tenants: { local: { emulator: true } }\nfiles: ["**"]\nlogs: [{ files: "*.json", source: app }]\nreferenceTables: { t: a.csv }\n',
      'rule: any\ntests: [{ name: t, logs: [{ log: { message: m } }], expect: silence }]\n',
    ],
    read: (text) =>
      inFolder(async (folder) => {
        for (const isConfig of [false, true]) {
          const kinds = ['rule', 'suppression', 'override', 'test', 'pipeline', 'pipeline-test']
          for (const kind of kinds) writeFileSync(join(folder, `any.${kind}.yaml`), text)
          writeFileSync(join(folder, 'a.csv'), text)
          writeFileSync(join(folder, 'ddac.yaml'), isConfig ? text : 'tenants: { local: { emulator: true } }\n')
          const workspace = loadWorkspace(folder, folder)
          for (const { span, message } of await checkWorkspace(workspace, { cwd: folder, now: () => 0 })) {
            assert.notEqual(message, '')
            if (span) checkMistakes(span.source.text, [{ start: span.start, end: span.end, message }])
          }
        }
      }),
  },
  'saved plan': {
    isTree: true,
    good: [plan],
    read: (text) =>
      unlessWorldError(() => {
        let content: unknown
        try {
          content = JSON.parse(text)
        } catch {}
        const { seal: _, ...rest } = asObject(content) ?? {}
        // Somebody who may write the file may seal it as well.
        for (const each of [JSON.stringify({ ...rest, seal: contentDigest(rest, 64) }), text]) {
          const { stamp } = readSavedPlan(each)
          assert.equal(typeof stamp.host, 'string')
        }
      }),
  },
  'kept search': {
    isTree: true,
    good: [
      '{"covered":{"fromMs":1,"toMs":9},"open":{"fromMs":9,"toMs":12,"cursor":"c","logs":3},"bytes":4}',
      '{"bytes":0}',
    ],
    read: (text) =>
      inFolder((folder) => {
        const name = contentDigest(['h', 'q'], 24)
        writeFileSync(join(folder, `${name}.json`), text)
        writeFileSync(join(folder, `${name}.ndjson`), '{}\n{}')
        const search = new KeptSearch(folder, 'q', 'h')
        search.hasLogs()
        for (const stretch of search.missing({ fromMs: 0, toMs: 20 })) {
          const begun = search.begin(stretch)
          search.add(begun, { items: [{ id: 'a' }] })
        }
        new KeptSearch(folder, 'q', 'h').missing({ fromMs: 0, toMs: 20 })
      }),
  },
  'run of a night': {
    isTree: true,
    good: [
      '{"workspace":"soc","commit":"abc","tenants":["t"],"after":[],"files":[{"path":"a.rule.yaml","text":"x"}],"isWorthTelling":true}',
    ],
    read: (text) =>
      inFolder((folder) => {
        writeFileSync(join(folder, nightFiles.state), text)
        writeFileSync(join(folder, nightFiles.text), text)
        for (const { files } of readNights(folder, 'out'))
          for (const { path } of files) assert.ok(!/^\/|\.\./.test(path) || !path.split('/').includes('..'), path)
      }),
  },
  'state of the emulator': {
    isTree: true,
    good: [
      '{"format":1,"generation":"g","rules":[[{"id":"r","version":1}]],"suppressions":[],"logs":[]}',
      '{"follows":"empty"}\n{"collection":"rules","id":"r","value":{"id":"r","version":1}}\n{"collection":"rules","id":"r","value":null}\n',
    ],
    read: async (text) => {
      for (const name of ['state.json', 'state.json.journal']) {
        await inFolder((folder) => {
          writeFileSync(join(folder, name), text)
          const store = storeInFile(join(folder, 'state.json'))
          store.read()
          store.exclusively(() => store.commit([{ collection: 'rules', id: 'x', value: { id: 'x' } }]))
          store.close()
        })
      }
      return noMistakes
    },
  },
  'small files': {
    good: ['# owners\n* @team/soc user@example.com\n/rules/ @a\n', `${'ab'.repeat(32)}\n`],
    read: (text) =>
      inFolder((folder) => {
        writeFileSync(join(folder, 'CODEOWNERS'), text)
        codeOwners(folder)
        mkdirSync(join(folder, '.ddac'))
        writeFileSync(join(folder, '.ddac', 'anonymising.key'), text)
        anonymisingKey(folder)
      }),
  },
  MMDB: {
    isBytes: true,
    good: [
      makeMmdb({
        '203.0.113.0/25': { city: { names: { en: 'Paris' } }, location: { latitude: 48.5, longitude: 2.25 } },
        '2001:db8::/32': { country: { iso_code: 'DE' } },
      }).toString('latin1'),
      makeMmdb({ '203.0.113.0/24': { autonomous_system_number: 64_500, list: [1, true, 'x'] } }, 4).toString('latin1'),
    ],
    read: (text) =>
      inFolder((folder) => {
        writeFileSync(join(folder, 'a.mmdb'), Buffer.from(text, 'latin1'))
        const { config } = readConfig({ value: { enrichment: { geoip: ['a.mmdb'] } } })
        const document = readYaml({ path: 'ddac.yaml', text: '' })
        const reading = { root: folder, cwd: folder, config, tables: new Map(), document, diagnostics: [] }
        const { geo } = readEnrichment(reading, [], [])
        assert.ok(geo)
        for (const address of ['203.0.113.7', '2001:db8::1', '::1', 'no address']) geo(address)
      }),
  },
  'request to the emulator': {
    good: [
      'GET /api/v2/security_monitoring/rules?page[size]=10&page[number]=0\n\n',
      'POST /api/v2/security_monitoring/rules\n\n{"name":"SES","message":"m","isEnabled":true,"tags":[],"queries":[{"name":"a","query":"@k:x"}],"cases":[{"status":"low","condition":"a > 0"}],"options":{"detectionMethod":"threshold","evaluationWindow":300,"keepAlive":3600,"maxSignalDuration":86400}}',
      'PUT /api/v2/security_monitoring/rules/{rule}\n\n{"name":"other","cases":[],"version":1}',
      'GET /api/v2/security_monitoring/rules/{rule}/version_history?page[size]=2\n\n',
      'DELETE /api/v2/security_monitoring/rules/{rule}\n\n',
      'POST /api/v2/security_monitoring/rules/validation\ncontent-type: application/json\n\n{"name":"x","queries":[],"cases":[]}',
      'POST /api/v2/security_monitoring/rules/test\n\n{"rule":{"name":"x"},"ruleQueryPayloads":[{"index":0,"expectedResult":true,"payload":{"ddsource":"a"}}]}',
      'POST /api/v2/security_monitoring/configuration/suppressions\n\n{"data":{"type":"suppressions","attributes":{"name":"s","enabled":true,"rule_query":"*","suppression_query":"@a:b"}}}',
      'POST /api/v2/logs/events/search\n\n{"filter":{"query":"@a:b","from":"now-15m","to":"now"},"sort":"timestamp","page":{"limit":5,"cursor":"x"}}',
      'POST /api/v2/logs\n\n[{"ddsource":"app","message":"m","timestamp":1770000000000}]',
      'POST /api/v2/logs/analytics/aggregate\n\n{"compute":[{"aggregation":"count","type":"total"}],"filter":{"query":"*","from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}}',
      'POST /api/v2/security_monitoring/signals/search\n\n{"filter":{"query":"*","from":"2026-01-01T00:00:00Z","to":"now"},"page":{"limit":1}}',
      'POST /api/v2/siem-historical-detections/jobs\n\n{"data":{"type":"historicalDetectionsJobCreate","attributes":{"jobDefinition":{"from":1,"to":2,"index":"main","name":"x","queries":[{"query":"*"}],"cases":[{"status":"low","condition":"a > 0"}],"options":{}}}}}',
      'POST /_emulator/faults\n\n{"faults":"429@3"}',
      'GET /api/v1/logs/config/pipelines\norigin: https://example.com\n\n',
      'GET /api/v2/security_monitoring/configuration/suppressions?query=name:x&page[size]=-1\n\n',
    ],
    more: () =>
      conformance('emulator-', 'request')().map(
        (request) => `${request.replace(/ (?=[a-z])/, ' /api/v2/security_monitoring/')}\n\n{}`,
      ),
    read: async (text) => {
      const store = storeInMemory()
      const handler = makeHandler({
        store,
        now: () => 1_770_000_000_000,
        faults: [],
        org: emulatedOrg,
        stopping: new AbortController().signal,
      })
      const made = asObject(
        JSON.parse(
          (
            await asked(
              handler,
              'POST /api/v2/security_monitoring/rules\n\n{"name":"a","message":"m","isEnabled":true,"queries":[{"query":"*"}],"cases":[{"status":"low","condition":"a > 0"}],"options":{"evaluationWindow":300,"keepAlive":3600,"maxSignalDuration":86400}}',
            )
          ).body,
        ) as unknown,
      )
      assert.equal(typeof made?.id, 'string')
      for (const request of [text, 'GET /api/v2/security_monitoring/rules?page[size]=100\n\n', text]) {
        const { status, body } = await asked(handler, request.replaceAll('{rule}', String(made?.id)))
        // What the emulator has not built it says.
        assert.ok((status >= 200 && status < 500) || status === 501, `${status}: ${body}`)
        if (body !== '' && !body.startsWith('PK')) JSON.parse(body)
      }
      return noMistakes
    },
  },
}

let folders: string | undefined

/** In a folder of its own, which goes afterwards. */
async function inFolder(read: (folder: string) => void | Promise<void>): Promise<readonly []> {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  folders ??= join(parent, `ddac-fuzz-${process.pid}`)
  mkdirSync(folders, { recursive: true })
  const folder = mkdtempSync(join(folders, 'a'))
  try {
    await unlessWorldError(() => read(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
    if (readdirSync(folders).length === 0) rmSync(folders, { recursive: true, force: true })
  }
  return []
}

/** Asks a handler without a network: a line of method and path, headers, an empty line, a body. */
async function asked(
  handler: ReturnType<typeof makeHandler>,
  text: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const [head = '', ...rest] = text.split('\n\n')
  const [first = '', ...headers] = head.split('\n')
  const [method = '', ...path] = first.split(' ')
  const request = new IncomingMessage(new Socket())
  request.method = method
  request.url = path.join(' ')
  request.headers = {
    host: '127.0.0.1',
    ...Object.fromEntries(
      headers.map((line) => [line.split(':')[0]?.toLowerCase() ?? '', line.split(':').slice(1).join(':').trim()]),
    ),
  }
  request.push(Buffer.from(rest.join('\n\n')))
  request.push(null)
  const response = new ServerResponse(request)
  const parts: Buffer[] = []
  response.write = (chunk: unknown): boolean => {
    parts.push(Buffer.from(chunk as Buffer))
    return true
  }
  const ended = new Promise<void>((resolve) => {
    response.end = (chunk?: unknown): ServerResponse => {
      if (chunk instanceof Buffer) parts.push(chunk)
      resolve()
      return response
    }
  })
  handler(request, response)
  await ended
  return { status: response.statusCode, body: Buffer.concat(parts).toString('latin1') }
}
