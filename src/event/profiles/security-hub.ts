import type { JsonObject } from '../../json/json'
import { isJsonObject } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { objectIn, textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Findings of AWS Security Hub in its finding format, and in OCSF, as it writes them now. Datadog's public forwarder makes of EventBridge's event one log a
 * finding, with the finding below `@detail.finding`.
 */
export const securityHub: Profile = {
  source: 'securityhub',
  otherSources: ['aws.securityhub'],
  service: 'securityhub',
  marks: ['ProductArn', 'finding_info', 'detail'],
  recognise: (record) => isFinding(record) || isDelivered(objectIn(record, 'detail.finding')),
  time: [
    ['detail', 'finding', 'UpdatedAt'],
    ['UpdatedAt'],
    ['detail', 'finding', 'finding_info', 'modified_time'],
    ['finding_info', 'modified_time'],
    ['detail', 'finding', 'time'],
    ['time'],
  ],
  // A finding keeps its id when it is told again.
  id: [],
  attributes: [
    {
      name: 'detail.finding',
      from: (record) => (isFinding(record) ? record : undefined),
      known: 'documented',
      isInText: true,
    },
    {
      name: 'evt.name',
      from: (record) => textAt(finding(record), 'Title', 'finding_info.title'),
      known: 'assumed',
      isInText: true,
    },
    {
      name: 'evt.outcome',
      from: (record) => textAt(finding(record), 'Compliance.Status', 'compliance.status'),
      known: 'assumed',
      isInText: true,
    },
  ],
  from: { message: (record) => textAt(finding(record), 'Description', 'finding_info.desc') },
  tags: (record) => {
    const account = textAt(finding(record), 'AwsAccountId', 'cloud.account.uid')
    const region = textAt(finding(record), 'Region', 'cloud.region')
    return [
      ...(account === undefined ? [] : [`aws_account:${account}`]),
      ...(region === undefined ? [] : [`region:${region}`]),
    ]
  },
}

function isFinding(record: JsonObject): boolean {
  const { ProductArn, GeneratorId, AwsAccountId, Title } = record
  if (isText(ProductArn)) return ProductArn.includes(':securityhub:') && [GeneratorId, AwsAccountId, Title].some(isText)
  return isOcsfFinding(record) && (textAt(record, 'metadata.product.uid') ?? '').includes(':securityhub:')
}

/** What stands under `detail.finding` came from Security Hub. */
function isDelivered(found: JsonObject): boolean {
  return isFinding(found) || isOcsfFinding(found)
}

/** OCSF's findings have classes from 2001 on. */
function isOcsfFinding({ class_uid: classUid, finding_info: info }: JsonObject): boolean {
  return typeof classUid === 'number' && Math.floor(classUid / 1000) === 2 && isJsonObject(info)
}

function finding(record: JsonObject): JsonObject {
  return isFinding(record) ? record : objectIn(record, 'detail.finding')
}
