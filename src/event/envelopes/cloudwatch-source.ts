/** Where CloudWatch Logs kept an event. */
export interface LogStream {
  readonly logGroup?: string | undefined
  readonly logStream?: string | undefined
  /** The account. */
  readonly owner?: string | undefined
}

/** How a group or a stream begins, in lower case, and the source that Datadog's forwarder names for it. */
const beginnings: readonly (readonly [beginning: string, source: string])[] = [
  ['api-gateway', 'apigateway'],
  ['/aws/api-gateway', 'apigateway'],
  ['/aws/http-api', 'apigateway'],
  ['/aws/apigateway', 'apigateway'],
  ['/aws/appsync', 'appsync'],
  ['aws/bedrock/modelinvocations', 'bedrock'],
  ['/aws/codebuild', 'codebuild'],
  ['dms-tasks', 'dms'],
  ['/aws/docdb', 'docdb'],
  ['/aws/eks', 'eks'],
  ['/aws/fsx/windows', 'aws.fsx'],
  ['/aws/kinesis', 'kinesis'],
  ['/aws/lambda', 'lambda'],
  ['/aws/rds', 'rds'],
  ['sns/', 'sns'],
  ['/aws/vendedlogs/states', 'stepfunction'],
  ['tgw-attach', 'transitgateway'],
]

/** Names that a group may have anywhere, in the forwarder's order. */
const named = [
  ...['network-firewall', 'route53', 'vpc', 'fargate', 'cloudtrail', 'msk', 'elasticsearch', 'transitgateway'],
  ...['verified-access', 'bedrock', 'cloudfront'],
]

/** What the log of a Kubernetes control plane is, by the beginning of its stream; the longer name first. */
const ofControlPlane: readonly (readonly [beginning: string, source: string])[] = [
  ['kube-apiserver-audit-', 'kubernetes.audit'],
  ['kube-scheduler-', 'kube_scheduler'],
  ['kube-apiserver-', 'kube-apiserver'],
  ['kube-controller-manager-', 'kube-controller-manager'],
  ['authenticator-', 'aws-iam-authenticator'],
]

/**
 * The source that Datadog's public forwarder names for a log of CloudWatch Logs, by its group and stream; undefined where
 * these tell nothing, for which it says `cloudwatch`.
 */
export function cloudWatchSource({ logGroup = '', logStream = '' }: LogStream): string | undefined {
  const group = logGroup.toLowerCase()
  if (logStream.startsWith('states/')) return 'stepfunction'
  // A group that several functions share has the function's name in its streams.
  if (/^\d{4}\/\d{2}\/\d{2}\/[^/[]+\[(?:\$LATEST|\d+)\]/.test(logStream)) return 'lambda'
  if (logStream.includes('aws/bedrock/modelinvocations')) return 'bedrock'
  if (logStream.includes('tgw-attach')) return 'transitgateway'
  if (logStream.includes('_CloudTrail_')) return 'cloudtrail'
  const source = beginnings.find(([beginning]) => group.startsWith(beginning))?.[1]
  if (source === 'rds') return ['mariadb', 'mysql', 'postgresql'].find((engine) => group.includes(engine)) ?? source
  if (source === 'eks') return ofControlPlane.find(([beginning]) => logStream.startsWith(beginning))?.[1] ?? source
  return source ?? named.find((name) => group.includes(name))
}

/** The host that the forwarder names: the group, or what the group is named after. */
export function cloudWatchHost({ logGroup }: LogStream): string | undefined {
  if (logGroup === undefined) return undefined
  const database = databaseOf(logGroup)
  if (database !== undefined) return database.host
  return logGroup.toLowerCase().startsWith('/aws/appsync') ? logGroup.split('/').at(-1) : logGroup
}

/** The tags that the forwarder adds: which log of a database it is. */
export function cloudWatchTags({ logGroup = '' }: LogStream): readonly string[] {
  const database = databaseOf(logGroup)
  return database === undefined ? [] : [`logname:${database.log}`]
}

function databaseOf(logGroup: string): { readonly host: string; readonly log: string } | undefined {
  const [, host, log] = /^\/aws\/rds\/(?:instance|cluster)\/([^/]+)\/([^/]+)/.exec(logGroup) ?? []
  return host !== undefined && log !== undefined ? { host, log } : undefined
}
