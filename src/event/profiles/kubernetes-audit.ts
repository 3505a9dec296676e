import type { Json, JsonObject } from '../../json/json'
import { listIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * The audit log of a Kubernetes API server. Source and service are those of Datadog's documentation (Kubernetes audit
 * logs); the names follow the queries of its default rules, whose older halves ask for Kubernetes' own names.
 */
export const kubernetesAudit: Profile = {
  source: 'kubernetes.audit',
  service: 'audit',
  marks: ['verb'],
  beside: { verb: ['apiVersion', 'auditID'] },
  recognise: ({ apiVersion, auditID, stage, level, verb }) =>
    isText(verb) &&
    (apiVersion === undefined ? isText(auditID) && (isText(stage) || isText(level)) : isAuditApi(apiVersion)),
  time: [['stageTimestamp'], ['requestReceivedTimestamp']],
  // Each stage of a request is a log, and all carry one auditID.
  id: [],
  attributes: [
    { name: 'http.method', from: 'verb', known: 'observed' },
    { name: 'http.status_code', from: 'responseStatus.code', known: 'observed' },
    { name: 'http.useragent', from: 'userAgent', known: 'assumed' },
    { name: 'http.url', from: 'requestURI', known: 'assumed' },
    { name: 'http.url_details.path', from: path, known: 'assumed' },
    { name: 'usr.name', from: 'user.username', known: 'observed' },
    { name: 'usr.id', from: 'user.username', known: 'observed' },
    { name: 'network.client.ip', from: ({ sourceIPs }) => firstText(sourceIPs), known: 'assumed', isInText: true },
  ],
}

function isAuditApi(apiVersion: Json): boolean {
  return isText(apiVersion) && apiVersion.startsWith('audit.k8s.io/')
}

function path(record: JsonObject): string | undefined {
  return textAt(record, 'requestURI')?.split('?', 1)[0]
}

/** The client; behind it stand the proxies. */
function firstText(list: Json | undefined): string | undefined {
  return listIn(list).find(isText)
}
