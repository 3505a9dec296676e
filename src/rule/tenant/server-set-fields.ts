/**
 * Fields of a rule that Datadog alone sets (API page 2, read off 48 recorded creates): an export has them, a file need
 * not, and what anybody sends for them is ignored. The one list: reading, comparing and the emulator stand on it.
 */
export const serverSetFields: readonly string[] = [
  'version',
  'createdAt',
  'creationAuthorId',
  'updatedAt',
  'updateAuthorId',
  'creator',
  'updater',
  'isDefault',
  'isPartner',
  'isBeta',
  'isDeleted',
  'isDeprecated',
  'blocking',
  'metadata',
  'defaultTags',
  'defaultRuleId',
  'deprecationDate',
  'partnerIntegrationId',
  'findingType',
  'projectedPerQuery',
  'dependencies',
]
