/**
 * Attributes whose values are words of a source and no customer's: they stay if they look like such a word. Everything
 * else of a log is replaced. Paths without `@`.
 */
const allowed = new Set(
  `
  evt.name evt.outcome evt.category evt.type eventName eventSource eventType eventVersion eventCategory awsRegion
  errorCode error.kind level userIdentity.type userIdentity.invokedBy
  userIdentity.sessionContext.sessionIssuer.type userIdentity.sessionContext.attributes.mfaAuthenticated
  responseElements.ConsoleLogin additionalEventData.MFAUsed additionalEventData.MobileVersion
  tlsDetails.tlsVersion tlsDetails.cipherSuite sessionCredentialFromConsole
  http.method http.status_code http.version http.url_details.scheme
  eventType outcome.result severity displayMessage.severity legacyEventType
  Operation operationName operationName.value Workload RecordType ResultStatus resultType
  detail-type detail.severity kind verb stage apiVersion objectRef.resource objectRef.apiVersion objectRef.subresource
  requestObject.kind responseStatus.code responseStatus.status annotations.authorization.k8s.io/decision
  syslog.severity network.transport dns.question.type dns.flags.rcode
  `
    .trim()
    .split(/\s+/),
)

/** How a word of a source looks: short, and nothing in it that could be somebody's. */
const sourceWord = /^[\p{L}][\p{L}\p{N}_.:/-]{0,63}$/u
const somebodys = /@|\d{5,}|\d+\.\d+\.\d+\.\d+|arn:/

/** Whether the value of an attribute may stay. */
export function isAllowedValue(path: string, value: string | number): boolean {
  if (!allowed.has(path)) return false
  if (typeof value === 'number') return Math.abs(value) < 1000
  return (sourceWord.test(value) && !somebodys.test(value)) || /^\d(?:\.\d{1,3})?$/.test(value)
}

/** Names that fields have in logs of many sources; no person's. */
const fieldNames = new Set([
  ...[...allowed].flatMap((path) => path.split('.')),
  ...'message service host source status tags timestamp usr user client id name email title description'.split(' '),
  ...'items item type value key count total size limit data details version uid arn enabled state region'.split(' '),
])

/** Whether a key is a field's name that many sources have, even where a value of a log says the same. */
export function isFieldName(key: string): boolean {
  return fieldNames.has(key)
}

/** Environments that every house has. */
const environments = /^(?:prod|production|stag|stage|staging|dev|develop|development|test|testing|qa|uat|sandbox)$/

/** Whether a tag may stay: where logs come from, and which environment it is. */
export function isAllowedTag(key: string, value: string): boolean {
  if (key === 'source') return /^[a-z][a-z0-9._-]{0,40}$/.test(value) && !somebodys.test(value)
  return (key === 'env' && environments.test(value)) || (key === 'status' && isStatus(value))
}

/** Whether a text is one of the words for a status. */
export function isStatus(text: string): boolean {
  return /^(?:emergency|emerg|alert|critical|error|warning|warn|notice|info|debug|trace|ok)$/.test(text)
}
