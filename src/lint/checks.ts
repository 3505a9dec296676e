import { attackTacticOfTechnique } from './attack-tactic-of-technique'
import { attackTagForm } from './attack-tag-form'
import { attackTagName } from './attack-tag-name'
import { attackTagWithoutSecurity } from './attack-tag-without-security'
import { attackTagsAgainstMessage } from './attack-tags-against-message'
import { capitalInSignalTag } from './capital-in-signal-tag'
import { caseNeverWins } from './case-never-wins'
import { caseOrder } from './case-order'
import type { Check } from './check'
import { conditionConstant } from './condition-constant'
import { constantGroup } from './constant-group'
import { correlatedFields } from './correlated-fields'
import { deprecatedFilters } from './deprecated-filters'
import { distinctOfGroup } from './distinct-of-group'
import { emptyQuery } from './empty-query'
import { fieldWithoutAt } from './field-without-at'
import { groupByDiffers } from './group-by-differs'
import { groupNeverJoins } from './group-never-joins'
import { identityTag } from './identity-tag'
import { keepAliveZero } from './keep-alive-zero'
import { logFieldInSuppression } from './log-field-in-suppression'
import { messageHeadings } from './message-headings'
import { negationsJoinedByOr } from './negations-joined-by-or'
import { queryContradiction } from './query-contradiction'
import { queryOfEverything } from './query-of-everything'
import { queryTwice } from './query-twice'
import { queryUnused } from './query-unused'
import { queryValueNeverSeen } from './query-value-never-seen'
import { rawCloudtrailName } from './raw-cloudtrail-name'
import { regexInQuery } from './regex-in-query'
import { ruleNameTwice } from './rule-name-twice'
import { scheduledOnlyKeys } from './scheduled-only-keys'
import { scheduledSequence } from './scheduled-sequence'
import { sequenceCases } from './sequence-cases'
import { sequenceTooLong } from './sequence-too-long'
import { sequenceWindowUnused } from './sequence-window-unused'
import { signalFieldInExclusion } from './signal-field-in-exclusion'
import { sourceTag } from './source-tag'
import { suppressionBesideGroup } from './suppression-beside-group'
import { suppressionBlindsRule } from './suppression-blinds-rule'
import { suppressionByUserAgent } from './suppression-by-user-agent'
import { suppressionContradiction } from './suppression-contradiction'
import { suppressionExpired } from './suppression-expired'
import { suppressionExpiresSoon } from './suppression-expires-soon'
import { suppressionOfEverything } from './suppression-of-everything'
import { suppressionWithoutEnd } from './suppression-without-end'
import { suppressionWithoutRule } from './suppression-without-rule'
import { templateQueryUnknown } from './template-query-unknown'
import { templateValueNeverSeen } from './template-value-never-seen'
import { thenAmongCases } from './then-among-cases'
import { userAgentExclusion } from './user-agent-exclusion'
import { windowOfOneEvent } from './window-of-one-event'
import { windowOrder } from './window-order'

/** All checks, in the order of their codes, which is the order in which they are told. */
export const checks: readonly Check[] = [
  groupByDiffers,
  windowOrder,
  sequenceTooLong,
  sequenceCases,
  sequenceWindowUnused,
  windowOfOneEvent,
  caseOrder,
  caseNeverWins,
  conditionConstant,
  queryUnused,
  thenAmongCases,
  keepAliveZero,
  emptyQuery,
  queryOfEverything,
  queryContradiction,
  negationsJoinedByOr,
  regexInQuery,
  userAgentExclusion,
  rawCloudtrailName,
  fieldWithoutAt,
  constantGroup,
  groupNeverJoins,
  distinctOfGroup,
  deprecatedFilters,
  scheduledOnlyKeys,
  scheduledSequence,
  correlatedFields,
  queryTwice,
  attackTagForm,
  attackTagName,
  attackTacticOfTechnique,
  attackTagWithoutSecurity,
  attackTagsAgainstMessage,
  sourceTag,
  identityTag,
  messageHeadings,
  templateValueNeverSeen,
  templateQueryUnknown,
  queryValueNeverSeen,
  signalFieldInExclusion,
  logFieldInSuppression,
  suppressionBesideGroup,
  suppressionWithoutRule,
  suppressionExpired,
  suppressionExpiresSoon,
  suppressionWithoutEnd,
  suppressionOfEverything,
  suppressionBlindsRule,
  suppressionByUserAgent,
  suppressionContradiction,
  capitalInSignalTag,
  ruleNameTwice,
]
