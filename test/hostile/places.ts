import { ddac, makeFolder } from '../cli/run-in-process'
import { hostileNames, hostileText, markOf } from './corpus'
import { fieldsIn, type KnownField, type Path, textsIn, together, withValue } from './fields'

/** Numbers hostile texts, so that each is found again. */
let counted = 0
export function next(): number {
  counted += 1
  return counted
}

/** Where a hostile text was put; by its marks it is found again: its own, and that of a key of the user's that leads to it. */
export interface Placed {
  readonly source: string
  readonly path: Path
  readonly marks: readonly string[]
}

export const placed: Placed[] = []

function place(source: string, document: unknown, path: Path): unknown {
  const number = next()
  const keys = path.flatMap((step) => /h\d+h/.exec(String(step)) ?? [])
  placed.push({ source, path, marks: [markOf(number), ...keys] })
  return withValue(document, path, hostileText(number))
}

/** A document with hostile texts at several places. */
export function placeAll(source: string, document: object, paths: readonly Path[]): object {
  return Object(paths.reduce((made: unknown, path) => place(source, made, path), document))
}

/** A small file of each kind, by its number. */
export const bases: Readonly<Record<string, (number: number) => object>> = {
  rule: (number) => ({
    id: `r${number}`,
    name: `Rule ${number}: {{@usr.id}}`,
    type: 'log_detection',
    isEnabled: true,
    queries: [{ name: 'failed', query: 'source:app @evt.outcome:failure', groupByFields: ['@usr.id'] }],
    options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
    cases: [{ name: 'any', status: 'high', condition: 'failed > 0', notifications: [] }],
    tags: ['source:app'],
    message: 'Ask {{@usr.id}}.\n',
  }),
  suppression: (number) => ({
    id: `s${number}`,
    name: `Suppression ${number}`,
    rules: ['failed-logins'],
    suppressionQuery: '@usr.id:nobody',
    expires: '2027-01-31',
    owner: 'team@example.com',
    reason: 'It is known.',
  }),
  override: (number) => ({
    id: `o${number}`,
    rule: 'def-000-aaa',
    severity: { high: 'low' },
    owner: 'team@example.com',
    reason: 'It is known.',
  }),
  test: () => ({
    rule: 'failed-logins',
    baseLogs: { failure: { log: { ddsource: 'app', evt: { outcome: 'failure' }, usr: { id: 'ann' } } } },
    tests: [
      { name: 'fires', logs: [{ base: 'failure', at: '+0s' }], expect: { signals: [{ severity: 'high', count: 1 }] } },
      { name: 'does not', logs: [{ base: 'failure', at: '+0s', set: { 'usr.id': 'bob' } }], expect: 'silence' },
    ],
  }),
  pipeline: (number) => ({
    name: `Pipeline ${number}`,
    is_enabled: true,
    filter: { query: `source:other${number}` },
    processors: [{ type: 'status-remapper', is_enabled: true, sources: ['level'] }],
  }),
  'pipeline-test': () => ({
    id: 'Pipeline 0',
    tests: [{ sample: 'm', result: { message: 'm', tags: ['source:LOGS_SOURCE'] } }],
  }),
  workspace: () => ({ tenants: { local: { emulator: true } }, defaultTenant: 'local' }),
}

export const json = (document: unknown): string => `${JSON.stringify(document, null, 1)}\n`

/** What the logs below have, by the names that rules use. */
const logFields = [
  ...['host', 'service', 'source', 'status', 'env', '@evt.outcome', '@evt.name', '@usr.id', '@network.client.ip'],
  ...['@userIdentity.arn', '@userIdentity.type', '@userIdentity.userName', '@http.useragent', '@awsRegion'],
  ...['@eventVersion', '@requestParameters.identity', '@errorCode'],
]

/** Files that need each other: every workspace here has them. */
export const common = {
  'ddac.yaml': json(bases['workspace']?.(0)),
  'failed-logins.rule.yaml': json({ ...bases['rule']?.(0), id: 'failed-logins', name: 'Failed logins of {{@usr.id}}' }),
  'any-log.rule.yaml': json({
    ...bases['rule']?.(0),
    id: 'any-log',
    name: '{{@usr.id}} {{@evt.name}} {{@http.useragent}} {{message}}',
    queries: [{ name: 'any', query: '*', groupByFields: logFields, hasOptionalGroupByFields: true }],
    cases: [{ name: 'any', status: 'low', condition: 'any > 0', notifications: [] }],
  }),
}

/** Every field of each kind of file, by the schema that `ddac schema` prints; the kinds are those that it has. */
async function fieldsByKind(): Promise<ReadonlyMap<string, readonly KnownField[]>> {
  const cwd = makeFolder()
  const { stderr } = await ddac(['schema', '?'], { cwd })
  const [, told = ''] = /The kinds are (.*)\.$/m.exec(stderr) ?? []
  const found = new Map<string, readonly KnownField[]>()
  for (const kind of told.split(', ')) {
    const schema: unknown = JSON.parse((await ddac(['schema', kind], { cwd })).stdout)
    found.set(
      kind,
      fieldsIn(schema, () => hostileText(next())),
    )
  }
  return found
}

/** Files of a kind in which each of the fields is hostile once. */
function filesOf(kind: string, groups: readonly (readonly Path[])[]): Record<string, string> {
  const base = bases[kind]
  if (!base) throw new Error(`a new kind of file goes through no attack yet: ${kind}`)
  return Object.fromEntries(
    groups.map((paths, index) => {
      return [`${kind}/f${index}.${kind}.yaml`, json(placeAll(kind, base(index), paths))]
    }),
  )
}

export interface Places {
  /** Every field of every file, most of them mistaken. */
  readonly broken: string
  /** The same, of the fields that take such a text: no file has an error. */
  readonly sound: string
  /** Workspaces in which the fields of ddac.yaml are hostile. */
  readonly configs: readonly string[]
  /** Files whose names are hostile, as are the rules and logs in them. */
  readonly named: string
}

export async function makePlaces(): Promise<Places> {
  const kinds = await fieldsByKind()
  const inFiles = [...kinds].filter(([kind]) => kind !== 'workspace')
  const broken = inFiles.map(([kind, fields]) => filesOf(kind, together(fields.map(({ path }) => path))))
  const names = hostileNames.flatMap((name) => [
    [`${name}.rule.yaml`, 'id: r\nx: [\n'] as const,
    [`${name}.test.yaml`, json(bases['test']?.(0))] as const,
    [`logs/${name}.ndjson`, `${name.replace(/\n/g, ' ')}\n`] as const,
  ])
  const configs = Object.values(filesOf('workspace', together((kinds.get('workspace') ?? []).map(({ path }) => path))))
  return {
    broken: makeFolder(Object.assign({}, ...broken, common, logFiles())),
    sound: await soundOf(inFiles),
    configs: configs.map((text) => makeFolder({ ...common, 'ddac.yaml': text })),
    named: makeFolder({ ...common, ...Object.fromEntries(names) }),
  }
}

/** A workspace of all the fields that take any text: those whose file has no error, and then as few files as can be. */
async function soundOf(fields: readonly (readonly [string, readonly KnownField[]])[]): Promise<string> {
  const kinds = fields.map(([kind, all]) => {
    return [kind, all.flatMap(({ path, takesText }) => (takesText ? [path] : []))] as const
  })
  const before = placed.length
  const each = kinds.map(([kind, paths]) =>
    filesOf(
      kind,
      paths.map((path) => [path]),
    ),
  )
  const alone = await withoutMistaken(Object.assign({}, ...each, common))
  placed.length = before
  const taken = kinds.map(([kind, paths]) => {
    return filesOf(kind, together(paths.filter((_, index) => alone[`${kind}/f${index}.${kind}.yaml`] !== undefined)))
  })
  const files = await withoutMistaken(Object.assign({}, ...taken, common))
  return makeFolder({ ...(await withoutMistaken(files)), ...logFiles() })
}

/** The files of a workspace in which nothing is an error. */
async function withoutMistaken(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { stdout } = await ddac(['validate', '--format', 'json', '--quiet'], { cwd: makeFolder(files) })
  const { diagnostics }: { diagnostics: { file?: string }[] } = JSON.parse(stdout)
  const mistaken = new Set(diagnostics.map(({ file }) => file))
  return Object.fromEntries(Object.entries(files).filter(([name]) => !mistaken.has(name)))
}

/** One log of each shape, and where its id stands. */
const logs: Readonly<Record<string, { readonly id?: Path; readonly log: object }>> = {
  archive: {
    id: ['_id'],
    log: {
      _id: 'e',
      date: '2026-11-20T10:00:00Z',
      source: 'app',
      service: 'login',
      host: 'h',
      status: 'warn',
      message: 'm',
      tags: ['env:prod'],
      attributes: { evt: { outcome: 'failure' }, usr: { id: 'ann' }, network: { client: { ip: '192.0.2.1' } } },
    },
  },
  cloudTrail: {
    id: ['Records', 0, 'eventID'],
    log: {
      Records: [
        {
          eventVersion: '1.08',
          eventID: 'e',
          eventTime: '2026-11-20T10:00:00Z',
          eventSource: 'ses.amazonaws.com',
          eventName: 'DeleteIdentity',
          awsRegion: 'eu-west-1',
          sourceIPAddress: '192.0.2.1',
          userAgent: 'aws-cli',
          userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/x', userName: 'x' },
          requestParameters: { identity: 'a@example.com' },
          errorCode: 'AccessDenied',
        },
      ],
    },
  },
  search: {
    id: ['data', 0, 'id'],
    log: {
      data: [
        {
          id: 'e',
          type: 'log',
          attributes: {
            timestamp: '2026-11-20T10:00:00Z',
            message: 'm',
            service: 'login',
            tags: ['source:app'],
            attributes: { evt: { outcome: 'failure' }, usr: { id: 'ann' } },
          },
        },
      ],
    },
  },
  explorer: {
    log: { ddsource: 'app', timestamp: '2026-11-20T10:00:00Z', evt: { outcome: 'failure' }, usr: { id: 'ann' } },
  },
}

/** Each text of each log once hostile, and lines that are no logs. */
function logFiles(): Readonly<Record<string, string>> {
  const lines = Object.entries(logs).flatMap(([shape, { id, log }]) =>
    textsIn(log).map((path, index) => {
      const own = id === undefined ? log : withValue(log, id, `${shape}-${index}`)
      return JSON.stringify(place(`log: ${shape}`, own, path))
    }),
  )
  const cut = Array.from({ length: 20 }, () => hostileText(next()).replace(/\n/g, ' '))
  return { 'logs/hostile.ndjson': `${[...lines, ...cut].join('\n')}\n` }
}
