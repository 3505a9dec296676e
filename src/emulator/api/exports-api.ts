import type { JsonObject } from '../../json/json'
import { asObject } from '../../json/json-object'
import { asTexts } from '../../json/json-text'
import { serverFields, serverRule } from '../store/server-rule'
import { refusalsOf } from '../validate-rule'
import { plainError, type Reply, refusedRule } from './api-error'
import { attributesIn, type EmulatorRequest } from './request'
import { ruleAsTerraform, suppressionAsTerraform } from './terraform-text'
import { zipArchive } from './zip-archive'

/** `POST rules/convert`: a rule that need not exist, as Terraform. */
export function convertRule({ body }: EmulatorRequest): Reply {
  const sent = asObject(body)
  const refusals = sent ? refusalsOf(sent) : [{ message: 'A rule must be an object' }]
  if (!sent || refusals.length > 0) return refusedRule(refusals)
  return { status: 200, body: { terraformContent: ruleAsTerraform(contentOf(serverRule(sent))) } }
}

/** `GET rules/{id}/convert`. */
export function convertExistingRule({ parameters, store }: EmulatorRequest): Reply {
  const rule = store.read().get('rules', parameters.id ?? '')
  if (!rule) return plainError(404, 'Not found')
  return { status: 200, body: { terraformContent: ruleAsTerraform(contentOf(rule)) } }
}

/** `POST rules/bulk_export`: a ZIP with one JSON file a rule, named after the rule (observed). */
export function exportRules(request: EmulatorRequest): Reply {
  return zipOfRules(request, (rule) => ({ name: `${rule.name}.json`, text: JSON.stringify(contentOf(rule)) }))
}

/** `POST rules/convert/bulk`: a ZIP with one Terraform file a rule (documented; the names are assumed). */
export function convertRules(request: EmulatorRequest): Reply {
  return zipOfRules(request, (rule) => ({ name: `${rule.name}.tf`, text: ruleAsTerraform(contentOf(rule)) }))
}

/** `GET terraform/{type}/{id}` for suppressions and rules; the emulator has no other type. */
export function exportResource({ parameters, store }: EmulatorRequest): Reply {
  const { type = '', id = '' } = parameters
  const kind = resourceKinds.get(type)
  if (!kind) return unknownType(type)
  const found = store.read().get(kind.collection, id)
  if (!found) return plainError(404, `not_found(${id} not found)`)
  const attributes = { output: kind.print(found), resource_id: id, type_name: kind.typeName }
  return { status: 200, body: { data: { id: `${kind.typeName}|${id}`, type: 'format_resource', attributes } } }
}

/** `POST terraform/{type}/bulk`: a ZIP with one file a resource. */
export function exportResources({ parameters, body, store }: EmulatorRequest): Reply {
  const type = parameters.type ?? ''
  const kind = resourceKinds.get(type)
  if (!kind) return unknownType(type)
  const ids = asTexts(attributesIn(body)?.resource_ids)
  if (!ids) return plainError(400, 'resource_ids is required')
  const state = store.read()
  const missing = ids.find((id) => !state.get(kind.collection, id))
  if (missing !== undefined) return plainError(404, `not_found(${missing} not found)`)
  const entries = ids.map((id) => ({
    name: `${kind.fileName}_${id}.tf`,
    text: kind.print(state.get(kind.collection, id) ?? {}),
  }))
  return { status: 200, bytes: zipArchive(entries) }
}

interface ResourceKind {
  readonly collection: 'rules' | 'suppressions'
  readonly typeName: string
  readonly fileName: string
  readonly print: (thing: JsonObject) => string
}

const resourceKinds = new Map<string, ResourceKind>([
  [
    'suppressions',
    {
      collection: 'suppressions',
      typeName: 'datadog_security_monitoring_suppression',
      fileName: 'suppression',
      print: suppressionAsTerraform,
    },
  ],
  [
    'rules',
    {
      collection: 'rules',
      typeName: 'datadog_security_monitoring_rule',
      fileName: 'rule',
      print: (rule) => ruleAsTerraform(contentOf(rule)),
    },
  ],
])

function unknownType(type: string): Reply {
  return plainError(501, 'Not implemented', `The emulator exports rules and suppressions, not "${type.slice(0, 60)}"`)
}

function zipOfRules(
  { body, store }: EmulatorRequest,
  asFile: (rule: JsonObject) => { readonly name: string; readonly text: string },
): Reply {
  const ids = asTexts(attributesIn(body)?.ruleIds)
  if (!ids) return plainError(400, 'ruleIds is required')
  const state = store.read()
  const missing = ids.find((id) => !state.get('rules', id))
  if (missing !== undefined) return plainError(404, `Threat detection rule not found: ${missing}`)
  return { status: 200, bytes: zipArchive(ids.map((id) => asFile(state.get('rules', id) ?? {}))) }
}

/** What of a rule can be written somewhere else: without what the server alone sets. */
function contentOf(rule: JsonObject): JsonObject {
  const order = ['name', 'isEnabled', 'queries', 'options', 'cases', 'message', 'tags', 'hasExtendedTitle', 'type']
  const entries = Object.entries(rule).filter(([key]) => !serverFields.has(key))
  const place = ([key]: readonly [string, unknown]) => (order.includes(key) ? order.indexOf(key) : order.length)
  return Object.fromEntries(entries.sort((a, b) => place(a) - place(b)))
}
