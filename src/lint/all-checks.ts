import type { Check } from './check'
import { attackTacticOfTechnique } from './checks/attack-tactic-of-technique'
import { attackTagForm } from './checks/attack-tag-form'
import { attackTagName } from './checks/attack-tag-name'
import { attackTagWithoutSecurity } from './checks/attack-tag-without-security'
import { attackTagsAgainstMessage } from './checks/attack-tags-against-message'
import { attributeNotOnSignal } from './checks/attribute-not-on-signal'
import { capitalInRuleTag } from './checks/capital-in-rule-tag'
import { capitalInSignalTag } from './checks/capital-in-signal-tag'
import { caseNeverWins } from './checks/case-never-wins'
import { caseOrder } from './checks/case-order'
import { caseWithoutCondition } from './checks/case-without-condition'
import { conditionConstant } from './checks/condition-constant'
import { conditionMissing } from './checks/condition-missing'
import { constantGroup } from './checks/constant-group'
import { correlatedFields } from './checks/correlated-fields'
import { correlatedRuleUnknown } from './checks/correlated-rule-unknown'
import { deprecatedFilters } from './checks/deprecated-filters'
import { distinctOfGroup } from './checks/distinct-of-group'
import { distinctWithoutCardinality } from './checks/distinct-without-cardinality'
import { emptyQuery } from './checks/empty-query'
import { exclusionTakesStep } from './checks/exclusion-takes-step'
import { fieldWithoutAt } from './checks/field-without-at'
import { groupByDiffers } from './checks/group-by-differs'
import { groupNeverJoins } from './checks/group-never-joins'
import { identityTag } from './checks/identity-tag'
import { keepAliveZero } from './checks/keep-alive-zero'
import { logFieldInSuppression } from './checks/log-field-in-suppression'
import { messageHeadings } from './checks/message-headings'
import { negationsJoinedByOr } from './checks/negations-joined-by-or'
import { notificationWithoutAt } from './checks/notification-without-at'
import { numericBoundOnText } from './checks/numeric-bound-on-text'
import { queryContradiction } from './checks/query-contradiction'
import { queryOfEverything } from './checks/query-of-everything'
import { queryTwice } from './checks/query-twice'
import { queryUnused } from './checks/query-unused'
import { queryValueNeverSeen } from './checks/query-value-never-seen'
import { rawCloudtrailName } from './checks/raw-cloudtrail-name'
import { regexInQuery } from './checks/regex-in-query'
import { reservedFieldWithAt } from './checks/reserved-field-with-at'
import { ruleNameTwice } from './checks/rule-name-twice'
import { scheduledOnlyKeys } from './checks/scheduled-only-keys'
import { scheduledSequence } from './checks/scheduled-sequence'
import { sequenceCases } from './checks/sequence-cases'
import { sequenceTooLong } from './checks/sequence-too-long'
import { sequenceWindowUnused } from './checks/sequence-window-unused'
import { signalFieldInExclusion } from './checks/signal-field-in-exclusion'
import { sourceTag } from './checks/source-tag'
import { suppressionBesideGroup } from './checks/suppression-beside-group'
import { suppressionBlindsRule } from './checks/suppression-blinds-rule'
import { suppressionByUserAgent } from './checks/suppression-by-user-agent'
import { suppressionContradiction } from './checks/suppression-contradiction'
import { suppressionExpired } from './checks/suppression-expired'
import { suppressionExpiresSoon } from './checks/suppression-expires-soon'
import { suppressionHidesRule } from './checks/suppression-hides-rule'
import { suppressionOfEverything } from './checks/suppression-of-everything'
import { suppressionOverlap } from './checks/suppression-overlap'
import { suppressionReviewDue } from './checks/suppression-review-due'
import { suppressionWithoutEnd } from './checks/suppression-without-end'
import { suppressionWithoutRule } from './checks/suppression-without-rule'
import { tagTooLong } from './checks/tag-too-long'
import { templateQueryUnknown } from './checks/template-query-unknown'
import { templateValueNeverSeen } from './checks/template-value-never-seen'
import { thenAmongCases } from './checks/then-among-cases'
import { tooManyTags } from './checks/too-many-tags'
import { userAgentExclusion } from './checks/user-agent-exclusion'
import { windowOfOneEvent } from './checks/window-of-one-event'
import { windowOrder } from './checks/window-order'

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
  numericBoundOnText,
  reservedFieldWithAt,
  notificationWithoutAt,
  distinctWithoutCardinality,
  capitalInRuleTag,
  caseWithoutCondition,
  conditionMissing,
  tagTooLong,
  tooManyTags,
  correlatedRuleUnknown,
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
  attributeNotOnSignal,
  suppressionReviewDue,
  suppressionOverlap,
  suppressionHidesRule,
  exclusionTakesStep,
  ruleNameTwice,
]
