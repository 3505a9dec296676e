/** ddac as a library. What stands here is a contract (README, "As a library"); everything else may move. */

export type { ReferenceRows } from './detect/compile-selector'
export type { EventRef, GroupValues, MethodMiss, Unfired as UnfiredEvent } from './detect/methods/method-miss'
export type { StageName } from './detect/methods/target'
export type { EvaluationStats } from './detect/running/ran-rules'
export type { NotEvaluated, Signal as DetectedSignal, SignalStep } from './detect/signals/signal'
export type { Code } from './diagnostic/codes'
export type { Diagnostic, Finding, Path, Problem, Severity } from './diagnostic/diagnostic'
export type { Source, Span, TextRange } from './diagnostic/span'
export { WorldError, type WorldErrorCode } from './diagnostic/world-error'
export type { EmulatedOrg } from './emulator/emulated-org'
export type { RequiredKeys } from './emulator/required-keys'
export { type Emulator, type EmulatorOptions, startEmulator } from './emulator/start-emulator'
export type { ReservedField } from './event/attribute-path'
export type {
  ClauseMiss,
  DroppedEvent,
  DropReason,
  Explanation,
  Held as HeldMoments,
  Missed as MissedStage,
  NearEvent,
  NearMiss,
  Part as NearMissPart,
  QueryExplanation,
  Shortfall,
  Shown,
  StageExplanation,
  SuppressedSignal,
  SuppressionExplanation,
  TableReason,
} from './explain/explanation'
export type { Json, JsonObject } from './json/json'
export { compileQuery, type Log } from './library/compile-query'
export { type EvaluateOptions, type EvaluateResult, evaluate, type Signal } from './library/evaluate'
export { type ExplainOptions, type ExplainResult, explainRule } from './library/explain-rule'
export {
  loadWorkspace,
  type OverrideFile,
  type RuleFile,
  type SuppressionFile,
  type Workspace,
  type WorkspaceFile,
} from './library/load-workspace'
export { type PlanRulesOptions, planRules, type RulesPlan } from './library/plan-rules'
export { type ProcessLogsOptions, processLogs } from './library/process-logs'
export type { Cell, Logs, Tables } from './library/read-given'
export { type RunPipelineOptions, runPipeline } from './library/run-pipeline'
export { type RunTestsOptions, runTests, type TestsResult } from './library/run-tests'
export { type ValidateOptions, validateWorkspace } from './library/validate-workspace'
export type { EffectiveRule } from './override/effective-rule'
export type { Override } from './override/override'
export type { PipelineResult } from './pipeline/samples/run-sample'
export type { Reason as ClauseReason } from './query/explain-query'
export { type ParsedQuery, parseQuery } from './query/parse-query'
export type {
  AndQuery,
  Bound as QueryBound,
  CidrBlock,
  CidrClause,
  Clause,
  ComparisonOperator,
  EverythingQuery,
  Field as QueryField,
  NotQuery,
  OrQuery,
  PatternPart,
  Query,
  RangeEnd,
  Value as QueryValue,
} from './query/query'
export type { DiagnosticsReport, ReportedDiagnostic, SeverityCounts } from './report/diagnostics-json'
export type { ProcessedLog } from './report/pipelines/processed-log'
export type { BoundRule, ReportedPolicy } from './report/policy/policy-report'
export type { ReportedSignal, ReportedStep } from './report/signals-json'
export type { OutcomeCounts, ReportedDifference, ReportedTest, TestReport } from './report/testing/test-report'
export type { AdoptionKeys } from './rule/adoption-keys'
export type { CaseStatus } from './rule/case-status'
export type {
  AnomalyOptions,
  ChosenMethod,
  ImpossibleTravelOptions,
  MethodAggregation,
  MethodFields,
  MethodOptions,
  NewValueOptions,
  RootQuery,
  SequenceOptions,
  SequenceStep,
  StepTransition,
  ThirdPartyCase,
  ThirdPartyOptions,
} from './rule/methods/detection-methods'
export type {
  Aggregation,
  CalculatedField,
  CaseAction,
  CaseActionOptions,
  Draft as Rule,
  MayGrow,
  ReferenceTable,
  RuleCase,
  RuleFilter,
  RuleOptions,
  RuleQuery,
  SchedulingOptions,
  WireRule,
} from './rule/rule'
export type { Imported, Renewal, Suppression, Widened } from './suppression/suppression'
export type { SuppressionState } from './suppression/suppression-state'
export type {
  Action as PlanAction,
  Change,
  ChangeBasis,
  Kind as PlanKind,
  LastTouch,
  Origin as ChangeOrigin,
  PeoplesChange,
  PlanProblem,
  PlanSummary,
  Unmanaged,
  Withheld as WithheldChange,
} from './sync/plan/plan'
export type { PlanOptions } from './sync/plan/wanted-state'
export type { CaseCount } from './testing/count-cases'
export type { OutcomeKind } from './testing/test-result'
export { canonicalRule } from './wire/canonical-rule'
export type { FieldChange } from './wire/differences'
export type { RuleBelow } from './workspace/checking/test-workspace'
