const services = ['s3', 'ec2', 'sts', 'iam', 'kms', 'lambda', 'dynamodb', 'logs', 'ses', 'rds']
const actions = ['Describe', 'List', 'Get', 'Put', 'Create', 'Delete', 'Update', 'Assume', 'Decrypt', 'Invoke']

/** CloudTrail as an account writes it: about 1 kB a record, one in `oneIn` of interest to the shipped rules. */
function record(index, oneIn = 1000) {
  const service = services[index % services.length]
  const isWanted = index % oneIn === 0
  const eventName = isWanted
    ? ['VerifyEmailIdentity', 'DeleteIdentity'][Math.floor(index / oneIn) % 2]
    : `${actions[Math.floor(index / 10) % actions.length]}Thing${index % 90}`
  return {
    eventVersion: '1.10',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:session-${index % 300}`,
      arn: `arn:aws:sts::111122223333:assumed-role/role-${index % 40}/session-${index % 300}`,
      accountId: '111122223333',
      accessKeyId: `ASIAEXAMPLE${index % 5000}`,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role/role-${index % 40}`, userName: 'role' },
        attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: new Date(Date.UTC(2026, 0, 1) + index * 500).toISOString().replace(/\.\d+/, ''),
    eventSource: `${isWanted ? 'ses' : service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: `198.51.100.${index % 250}`,
    userAgent: 'aws-sdk-go-v2/1.24.0 os/linux lang/go#1.21.5 md/GOOS#linux md/GOARCH#amd64 api/example#1.2.3',
    requestParameters: { emailAddress: `a${index % 7}@example.com`, bucketName: `bucket-${index % 60}`, page: index },
    responseElements: null,
    requestID: `request-${index}`,
    eventID: `event-${index}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
  }
}

module.exports = { record, services, actions }
