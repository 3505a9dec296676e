/**
 * The names of CloudTrail's record, as CloudTrail writes them: those of the record itself and of the objects in it whose
 * names AWS documents (CloudTrail record contents; Athena's table for CloudTrail). What a request or a response holds is
 * the service's own and is not listed.
 */
const names = [
  ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
  ...['userAgent', 'errorCode', 'errorMessage', 'requestParameters', 'responseElements', 'additionalEventData'],
  ...['requestID', 'eventID', 'resources', 'eventType', 'apiVersion', 'readOnly', 'recipientAccountId'],
  ...['serviceEventDetails', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId', 'eventCategory', 'addendum'],
  ...['managementEvent', 'sessionCredentialFromConsole', 'edgeDeviceDetails', 'tlsDetails', 'insightDetails'],
  ...['annotation', 'eventContext', 'eventJson'],
  // userIdentity
  ...['principalId', 'accountId', 'accessKeyId', 'userName', 'invokedBy', 'identityProvider', 'credentialId'],
  ...['sessionContext', 'sessionIssuer', 'attributes', 'mfaAuthenticated', 'creationDate', 'webIdFederationData'],
  ...['federatedProvider', 'sourceIdentity', 'ec2RoleDelivery', 'ec2IssuedInVpc', 'onBehalfOf', 'userId'],
  ...['identityStoreArn', 'inScopeOf', 'sourceArn', 'sourceAccount', 'issuerType', 'credentialsIssuedTo'],
  // tlsDetails, insightDetails, addendum, resources
  ...['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader', 'insightType', 'insightContext', 'statistics'],
  ...['insightDuration', 'baselineDuration', 'baseline', 'insight', 'average', 'attributions', 'attribute'],
  ...['updatedFields', 'originalRequestID', 'originalEventID', 'reason', 'state', 'type', 'arn'],
]

/** The names that are not to be read into: what stands below them is the service's own. */
export const ownWords: ReadonlySet<string> = new Set([
  ...['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'eventContext'],
  'webIdFederationData',
])

const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]))

/** A name as CloudTrail writes it, below another; one that it does not have stays as it is. */
export function cloudTrailName(name: string, below?: string): string {
  const known = byLowerCase.get(name.toLowerCase()) ?? name
  // The one name that is written in two ways.
  return known === 'arn' && below === 'resources' ? 'ARN' : known
}

/** Whether CloudTrail's record has the name, however it is written. */
export function isCloudTrailName(name: string): boolean {
  return byLowerCase.has(name.toLowerCase())
}
