import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { objectIn, textAt, valueAt, withNamedValues } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Windows events, as Datadog's Agent and converters of event files write them (`Event.System`, `Event.EventData`), as
 * Winlogbeat does (`winlog`), and flat, as NXLog, Fluent Bit and PowerShell do. Datadog's default rules ask for the event's number as `@evt.id`
 * and for its data below `@Event.EventData.Data`.
 */
export const windowsEvents: Profile = {
  source: 'windows.events',
  otherSources: ['windows'],
  service: 'windows.events',
  marks: ['Event', 'winlog', 'EventID', 'EventId', 'LogName'],
  recognise: (record) => formOf(record) !== undefined,
  time: [
    ['Event', 'System', 'TimeCreated', 'SystemTime'],
    ['Event', 'System', 'TimeCreated', '@SystemTime'],
    ['Event', 'System', 'TimeCreated', '#attributes', 'SystemTime'],
    ['winlog', 'time_created'],
    ['@timestamp'],
    ['TimeCreated'],
    ['EventTime'],
    ['TimeGenerated'],
  ],
  // A record number is one of its channel and host only.
  id: [],
  widen: withNamedData,
  attributes: [
    { name: 'evt.id', from: eventId, known: 'observed', isInText: true },
    { name: 'Event.System.EventID', from: eventId, known: 'observed', isInText: true },
    { name: 'Event.System.Computer', from: computer, known: 'observed', isInText: true },
    { name: 'Event.System.Channel', from: ['winlog.channel', 'Channel', 'LogName'], known: 'assumed' },
    {
      name: 'Event.EventData.Data',
      from: (record) => (hasOwnData(record) ? undefined : dataIn(record)),
      known: 'observed',
      isInText: true,
    },
    { name: 'Event.UserData', from: 'winlog.user_data', known: 'assumed' },
    { name: 'network.client.ip', from: clientAddress, known: 'assumed', isInText: true },
    { name: 'usr.name', from: userName, known: 'assumed' },
  ],
  from: { host: computer },
}

/** How a record is written; undefined for what is no event of Windows. */
function formOf(record: JsonObject): 'event' | 'winlog' | 'flat' | undefined {
  if (valueAt(record, 'Event.System.EventID') !== undefined) return 'event'
  if (valueAt(record, 'winlog.event_id') !== undefined) return 'winlog'
  const { EventID, EventId } = record
  const isFlat = isNumber(EventID) || (isNumber(EventId) && isText(record['ComputerName'])) || isOfPowerShell(record)
  return isFlat && whose.some((key) => isText(record[key])) ? 'flat' : undefined
}

const whose = ['Channel', 'SourceName', 'ProviderName', 'Computer', 'Hostname']

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (isText(value) && /^\d+$/.test(value))
}

/** What `Get-WinEvent | ConvertTo-Json` writes. */
function isOfPowerShell({ Id, LogName, ProviderName, MachineName }: JsonObject): boolean {
  return isNumber(Id) && isText(LogName) && isText(ProviderName) && isText(MachineName)
}

function eventId(record: JsonObject): Json | undefined {
  const written = valueAt(record, 'Event.System.EventID') ?? valueAt(record, 'winlog.event_id') ?? flatId(record)
  const value = isJsonObject(written) ? (written['value'] ?? written['#text']) : written
  return isText(value) && /^\d{1,6}$/.test(value) ? Number(value) : value
}

function flatId(record: JsonObject): Json | undefined {
  return record['EventID'] ?? record['EventId'] ?? (isOfPowerShell(record) ? record['Id'] : undefined)
}

function computer(record: JsonObject): string | undefined {
  return textAt(
    record,
    'Event.System.Computer',
    'winlog.computer_name',
    'Computer',
    'ComputerName',
    'MachineName',
    'Hostname',
  )
}

function hasOwnData(record: JsonObject): boolean {
  return valueAt(record, 'Event.EventData.Data') !== undefined
}

/** The values that an event carries, by their names. */
function dataIn(record: JsonObject): JsonObject | undefined {
  switch (formOf(record)) {
    case 'event': {
      const data = valueAt(record, 'Event.EventData.Data')
      if (isList(data)) return data.findLast(isJsonObject)
      return isJsonObject(data) ? data : objectIn(record, 'Event.EventData')
    }
    case 'winlog':
      return objectIn(record, 'winlog.event_data')
    case 'flat':
      return record
    default:
      return undefined
  }
}

/** Converters of XML write `[{ "@Name": …, "#text": … }]`. */
function withNamedData(record: JsonObject): JsonObject {
  const data = objectIn(record, 'Event.EventData')
  const named = withNamedValues(data, 'Data', ['@Name', 'Name', 'name'], ['#text', 'value', 'Value'])
  return named === data ? record : { ...record, Event: { ...objectIn(record, 'Event'), EventData: named } }
}

function clientAddress(record: JsonObject): Json | undefined {
  const address = textAt(dataIn(record) ?? {}, 'IpAddress', 'SourceAddress')?.replace(/^::ffff:/i, '')
  return address === '-' ? undefined : address
}

/** Who logs on, in events of logons and tickets; who acts, in all others. */
function userName(record: JsonObject): Json | undefined {
  const data = dataIn(record) ?? {}
  const isLogon = /^(?:46(?:2[45]|34|48)|47(?:6[89]|7[1-6]))$/.test(String(eventId(record)))
  const names = isLogon ? ['TargetUserName', 'SubjectUserName'] : ['SubjectUserName', 'TargetUserName']
  return names.map((name) => textAt(data, name)).find((name) => name !== undefined && name !== '-')
}
