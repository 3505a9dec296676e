import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import type { Profile } from '../profile'

/**
 * Cisco Duo: the logs of its Admin API. Names are those of Datadog's public pipeline, which tells the kinds of logs apart
 * by service; default rules ask for them below `@cisco.duo` besides.
 */
export const ciscoDuo: Profile = {
  source: 'cisco-duo',
  service: 'cisco-duo',
  marks: ['result', 'action', 'telephony_id'],
  beside: { result: ['factor', 'txid'], action: ['isotimestamp', 'ts'] },
  recognise: (record) => kindOf(record) !== undefined,
  time: [['isotimestamp'], ['ts'], ['timestamp']],
  id: [['activity_id'], ['telephony_id'], ['txid']],
  attributes: [
    { name: 'evt.name', from: 'event_type', known: 'documented' },
    { name: 'evt.outcome', from: 'result', known: 'documented' },
    { name: 'usr.email', from: 'email', known: 'documented' },
    { name: 'usr.name', from: ['user.name', 'username'], known: 'documented' },
    { name: 'duo_reason', from: 'reason', known: 'documented' },
    { name: 'duo_action', from: 'action', known: 'documented' },
    { name: 'duo_action_name', from: 'action.name', known: 'documented' },
    { name: 'duo_target', from: 'target', known: 'documented' },
    { name: 'cisco.duo', from: (record) => record, known: 'observed', isInText: true },
    { name: 'network.client.ip', from: ['access_device.ip.address', 'access_device.ip'], known: 'assumed' },
  ],
  from: { service: kindOf },
}

/** Which of Duo's logs a record is from. */
function kindOf(record: JsonObject): string | undefined {
  const { txid, event_type: type, factor, result, action, username, isotimestamp, telephony_id: telephony } = record
  if (isJsonObject(action) && isText(action['name']) && isText(record['ts'])) return 'activity'
  if (isText(telephony) && isText(record['phone'])) return 'telephony'
  if (isText(result) && isText(factor) && (isText(txid) || isText(isotimestamp))) return 'authentication'
  if (isText(result) && type === 'authentication' && isText(txid)) return 'authentication'
  if (!isText(action) || !isText(isotimestamp) || !isText(username)) return undefined
  return action.startsWith('o2fa_') ? 'offline_enrollment' : 'administrator'
}
