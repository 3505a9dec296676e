import { cloudWatchHost, cloudWatchSource, cloudWatchTags } from '../../../src/event/envelopes/cloudwatch-source'

/** As Datadog's public forwarder names them (aws/logs_monitoring, steps/common.py and steps/handlers/awslogs_handler.py). */
test.each([
  ['/aws/lambda/f', '2026/03/01/[$LATEST]0a', 'lambda'],
  ['shared', '2026/03/01/f[$LATEST]0a', 'lambda'],
  ['/aws/rds/instance/db-1/postgresql', 's', 'postgresql'],
  ['/aws/rds/cluster/aurora-mysql-1/audit', 's', 'mysql'],
  ['/aws/rds/instance/db-1/error', 's', 'rds'],
  ['/aws/eks/prod/cluster', 'kube-apiserver-audit-0a', 'kubernetes.audit'],
  ['/aws/eks/prod/cluster', 'kube-apiserver-0a', 'kube-apiserver'],
  ['/aws/eks/prod/cluster', 'kube-scheduler-0a', 'kube_scheduler'],
  ['/aws/eks/prod/cluster', 'authenticator-0a', 'aws-iam-authenticator'],
  ['/aws/eks/prod/cluster', 'other', 'eks'],
  ['any', '111122223333_CloudTrail_eu-west-1', 'cloudtrail'],
  ['aws-cloudtrail-logs-0a', 's', 'cloudtrail'],
  ['My-VPC-Flow', 'eni-0a-all', 'vpc'],
  ['/aws/vendedlogs/states/m', 's', 'stepfunction'],
  ['any', 'states/m/0a', 'stepfunction'],
  ['API-Gateway-Execution-Logs_0a/prod', 's', 'apigateway'],
  ['any', 'tgw-attach-0a', 'transitgateway'],
  ['any', 'aws/bedrock/modelinvocations', 'bedrock'],
  ['sns/eu-west-1/111122223333/t', 's', 'sns'],
  ['my-app', 's', undefined],
  [undefined, undefined, undefined],
])('group %s and stream %s are of %s', (logGroup, logStream, source) => {
  expect(cloudWatchSource({ logGroup, logStream })).toBe(source)
})

test('the host is the group, or what the group is named after', () => {
  expect(cloudWatchHost({ logGroup: 'my-app' })).toBe('my-app')
  expect(cloudWatchHost({ logGroup: '/aws/rds/instance/db-1/error' })).toBe('db-1')
  expect(cloudWatchTags({ logGroup: '/aws/rds/instance/db-1/error' })).toEqual(['logname:error'])
  expect([cloudWatchHost({}), cloudWatchTags({ logGroup: 'my-app' })]).toEqual([undefined, []])
})
