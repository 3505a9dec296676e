import type { JsonObject } from '../../json/json'
import { isText } from '../../json/json-text'
import { objectIn, textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Findings of AWS Security Hub in its finding format. Datadog's public forwarder makes of EventBridge's event one log a
 * finding, with the finding below `@detail.finding`.
 */
export const securityHub: Profile = {
  source: 'securityhub',
  otherSources: ['aws.securityhub'],
  service: 'securityhub',
  marks: ['ProductArn', 'detail'],
  recognise: (record) => isFinding(record) || isFinding(objectIn(record, 'detail.finding')),
  time: [['detail', 'finding', 'UpdatedAt'], ['UpdatedAt']],
  // A finding keeps its id when it is told again.
  id: [],
  attributes: [
    {
      name: 'detail.finding',
      from: (record) => (isFinding(record) ? record : undefined),
      known: 'documented',
      isInText: true,
    },
    { name: 'evt.name', from: (record) => textAt(finding(record), 'Title'), known: 'assumed', isInText: true },
    {
      name: 'evt.outcome',
      from: (record) => textAt(finding(record), 'Compliance.Status'),
      known: 'assumed',
      isInText: true,
    },
  ],
  from: { message: (record) => textAt(finding(record), 'Description') },
  tags: (record) => {
    const { AwsAccountId, Region } = finding(record)
    return [
      ...(isText(AwsAccountId) ? [`aws_account:${AwsAccountId}`] : []),
      ...(isText(Region) ? [`region:${Region}`] : []),
    ]
  },
}

function isFinding({ ProductArn, GeneratorId, AwsAccountId, Title }: JsonObject): boolean {
  return isText(ProductArn) && ProductArn.includes(':securityhub:') && [GeneratorId, AwsAccountId, Title].some(isText)
}

function finding(record: JsonObject): JsonObject {
  return isFinding(record) ? record : objectIn(record, 'detail.finding')
}
