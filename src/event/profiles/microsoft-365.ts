import type { Json, JsonObject } from '../../json/json'
import { isScalar } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { readMonthFirst } from '../mapping/month-first-time'
import { bareAddress, textAt, withNamedValues } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Microsoft 365: records of the Office 365 Management Activity API. Names follow the queries of Datadog's default rules:
 * the operation as `@evt.name`, its status as `@evt.outcome`, the workload as service, and parameters by their names. Rows
 * of Sentinel's table OfficeActivity are such records under columns of its own (Azure Monitor, Logs reference).
 */
export const microsoft365: Profile = {
  source: 'microsoft-365',
  service: 'microsoft-365',
  marks: ['CreationTime', 'OfficeWorkload'],
  recognise: ({ CreationTime, Operation, RecordType, Workload, OrganizationId, UserType, OfficeWorkload }) =>
    isText(Operation) &&
    (isText(OfficeWorkload) ||
      (isText(CreationTime) && [RecordType, Workload, OrganizationId, UserType].some(isScalar))),
  fits: ({ Operation }) => isText(Operation),
  time: [['CreationTime'], ['TimeGenerated'], ['TimeGenerated [UTC]']],
  readTime: readMonthFirst,
  id: [['Id'], ['OfficeId']],
  widen: (record) =>
    ['Parameters', 'ExtendedProperties', 'DeviceProperties'].reduce(
      (widened, key) => withNamedValues(widened, key, ['Name'], ['Value']),
      record,
    ),
  attributes: [
    { name: 'evt.name', from: 'Operation', known: 'observed' },
    { name: 'evt.outcome', from: 'ResultStatus', known: 'observed' },
    { name: 'usr.id', from: 'UserId', known: 'assumed' },
    {
      name: 'usr.email',
      from: ({ UserId }) => (isText(UserId) && UserId.includes('@') ? UserId : undefined),
      known: 'assumed',
    },
    { name: 'UserDescription', from: userDescription, known: 'assumed' },
    { name: 'network.client.ip', from: clientAddress, known: 'assumed', isInText: true },
    { name: 'http.useragent', from: ['UserAgent', 'ClientInfoString'], known: 'assumed' },
  ],
  from: { service: (record) => textAt(record, 'Workload', 'OfficeWorkload') },
}

function clientAddress(record: JsonObject): string | undefined {
  return bareAddress(textAt(record, 'ClientIP', 'ClientIPAddress', 'ActorIpAddress', 'Client_IPAddress'))
}

/** Who acted, in the words of Microsoft's table of user types. */
const userTypes: Readonly<Record<string, string>> = {
  '0': 'A regular user',
  '2': 'An administrator',
  '3': 'A Microsoft datacenter administrator or system account',
  '4': 'A system account',
  '5': 'An application',
  '6': 'A service principal',
}

function userDescription({ UserType }: JsonObject): Json | undefined {
  return userTypes[String(UserType)]
}
