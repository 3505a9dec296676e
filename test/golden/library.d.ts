/** What a file of a rule or a suppression says of tenants, and of what it means there. Nothing of it is ever sent. */
export interface AdoptionKeys {
    /** By tenant: the tenant's id of what was made by hand and is taken over. */
    readonly adopts?: Readonly<Record<string, string>>;
    /** Made although the tenant has something of the same name: in every tenant, or in those named. */
    readonly beside?: boolean | Readonly<Record<string, boolean>>;
    /** The id that it had before: what carries it keeps its history. */
    readonly formerly?: string;
    /** The tenants to which it goes; all of them without the key. */
    readonly tenants?: readonly string[];
}

/** How a query counts what it matches. */
export type Aggregation = MayGrow<'count' | 'cardinality' | 'sum' | 'max' | MethodAggregation>;

/** Two or more queries that must all match. */
export interface AndQuery extends TextRange {
    readonly kind: 'and';
    readonly queries: readonly Query[];
}

/** The options of `anomaly_detection`. */
export interface AnomalyOptions {
    /** Seconds. */
    readonly bucketDuration?: number;
    readonly detectionTolerance?: number;
    /** Hours. */
    readonly learningDuration?: number;
    readonly learningPeriodBaseline?: number;
    readonly instantaneousBaseline?: boolean;
    readonly instantaneousBaselineTimeoutMinutes?: number;
    readonly [unknownKey: string]: unknown;
}

/** A rule that `policy.tests` binds, and how many passed tests it has. */
export interface BoundRule {
    readonly rule: string;
    readonly since: 'new' | 'changed' | 'enabled';
    readonly firing: number;
    readonly silent: number;
    /** How many of its changes are noticed, in percent; absent where none was made. */
    readonly score?: number;
    readonly isBelow: boolean;
}

/** A field that Datadog works out of others; rules that use one are not evaluated. */
export interface CalculatedField {
    readonly name: string;
    readonly expression: string;
    readonly [unknownKey: string]: unknown;
}

/** What Datadog does when a case fires, besides raising a signal. */
export interface CaseAction {
    readonly type?: string;
    readonly options?: CaseActionOptions;
    readonly [unknownKey: string]: unknown;
}

/** How it does it. */
export interface CaseActionOptions {
    /** Seconds. */
    readonly duration?: number;
    readonly flaggedIPType?: string;
    readonly userBehaviorName?: string;
    readonly [unknownKey: string]: unknown;
}

/** How many passed tests made a rule fire, and how many showed that it stays silent. */
export interface CaseCount {
    readonly firing: number;
    readonly silent: number;
}

/** How grave a signal is. */
export type CaseStatus = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** A value in a row of a table. Rules compare its text. */
export type Cell = string | number | boolean | null;

/** One step of a plan. All that is needed to take it is here, so that a saved plan needs no workspace. */
export interface Change {
    readonly action: PlanAction;
    readonly kind: PlanKind;
    /** The slug of the file. */
    readonly id: string;
    readonly name: string;
    /** The tenant's own id; absent for what does not exist yet. */
    readonly remoteId?: string;
    /** Absent for `none`. */
    readonly changedIn?: ChangeOrigin;
    /** From the tenant's canonical content to git's; empty for `create`, `delete` and `none`. */
    readonly fields: readonly FieldChange[];
    /** Why, where the action alone does not say it. */
    readonly reason?: string;
    /** Of what is withheld: what it would have been, and the way out. */
    readonly withheld?: WithheldChange;
    /** Who changed the tenant's side last, as the tenant tells it. */
    readonly lastTouched?: LastTouch;
    /** What people changed in the tenant since the last apply, and the change leaves as it is. */
    readonly leaves?: PeoplesChange;
    /** What of that it takes back. */
    readonly takesBack?: PeoplesChange;
    /** Of `none`: the revision tag does not know yet that git asks for this, so that an apply renews it and nothing else. */
    readonly isBehind?: true;
    /** Slugs of rules that must be in the tenant before. */
    readonly references: readonly string[];
    /** What the tenant had when the plan was made. */
    readonly basis?: ChangeBasis;
    /**
     * The wanted create body with our tags; references to rules are still slugs. For an override the body of the update.
     * Absent for `delete`.
     */
    readonly body?: JsonObject;
    /** All override files that act on this default rule, where there are several; `id` is the one that has the last word. */
    readonly overrides?: readonly string[];
    /** How a default rule acts with its overrides. */
    readonly effective?: EffectiveRule;
}

/** What a planned write stands on: it is not made when this has moved. */
export interface ChangeBasis {
    readonly version: number;
    readonly hash: string;
}

/** Where a difference comes from, worked out from git, the tenant, and what was last applied. */
export type ChangeOrigin = 'git' | 'tenant' | 'both';

/** The words for `options.detectionMethod`. */
export type ChosenMethod =
    | "anomaly_detection"
    | "anomaly_threshold"
    | "hardcoded"
    | "impossible_travel"
    | "new_value"
    | "sequence_detection"
    | "third_party"
    | "threshold";

/** One block of addresses. */
export interface CidrBlock extends TextRange {
    /** The block as written, escapes removed: `10.0.0.0/8`, `2001:db8::/32`, or one address. */
    readonly text: string;
}

/** `CIDR(@field, block, …)`: an address of the field lies in one of the blocks. */
export interface CidrClause extends TextRange {
    readonly kind: 'cidr';
    readonly field: QueryField;
    readonly blocks: readonly CidrBlock[];
}

/** One field against one value. In a field group the field's place is that of the name before the group. */
export interface Clause extends TextRange {
    readonly kind: 'clause';
    readonly field: QueryField;
    readonly value: QueryValue;
}

/** A part of a query that kept a log out. */
export interface ClauseMiss {
    readonly clause: string;
    readonly reason?: ClauseReason | TableReason;
    /** Only this gives what is absent, and nobody said where to look it up. */
    readonly lookup?: 'network.client.geoip' | 'threat_intel';
}

/**
 * Why a clause missed an event: no such field (`near` differs from it in letter case only), a value that differs in
 * letter case only, a value of another type (a text where a number was asked for), other values, or, for a negation,
 * the values by which the negated part matched. At most five values are given.
 */
export type ClauseReason = {
    readonly kind: 'absent';
    readonly field: string;
    readonly near?: string;
} | {
    readonly kind: 'other-case';
    readonly field: string;
    readonly found: Json;
} | {
    readonly kind: 'other-type';
    readonly field: string;
    readonly found: Json;
} | {
    readonly kind: 'other-value';
    readonly field: string;
    readonly found: readonly Json[];
} | {
    readonly kind: 'excluded';
    readonly field: string;
    readonly found: readonly Json[];
};

/** The code of a diagnostic; `ddac explain CODE` has its page, `--codes` lists them. There will be more. */
export type Code = string;

/** How a value is held against a bound. */
export type ComparisonOperator = '>' | '>=' | '<' | '<=';

/** What a rule raised, as the evaluator tells it. Times are epoch milliseconds of the events, never of a clock. */
export interface DetectedSignal {
    /** The rule's slug, else its name. */
    readonly rule: string;
    readonly case: string;
    readonly severity: CaseStatus;
    readonly title: string;
    readonly message: string;
    /** Group-by field to value; empty for a rule without groups. */
    readonly group: Readonly<Record<string, string>>;
    readonly firstSeenMs: number;
    readonly lastSeenMs: number;
    /** The steps of a sequence, or the sides of a THEN, in order; otherwise one entry a query that took part. */
    readonly steps: readonly SignalStep[];
    /** Ids of all events that took part, in event order. */
    readonly events: readonly string[];
    /** How many events the signal has matched while it was open. */
    readonly count: number;
    readonly tags: readonly string[];
    /** Ids of the suppressions that hide this signal; empty for one that Datadog would show. */
    readonly suppressedBy: readonly string[];
    readonly notifications: readonly string[];
    /** Only the end of the logs made it: no later log of its group ended the silence, or it came true after the last log. */
    readonly atEnd?: true;
    /**
     * Those that are surely on the signal, merged over the events that took part: a scalar where all agree, else a list in
     * event order.
     */
    readonly attributes: {
        readonly [key: string]: Json;
    };
}

/** Something the user wrote wrong, as a value: what is, where it stands, and what to do. */
export interface Diagnostic {
    readonly code: Code;
    readonly severity: Severity;
    readonly message: string;
    readonly help?: string;
    readonly span?: Span;
}

/** Diagnostics as programs read them, and how many there are of each severity. */
export interface DiagnosticsReport {
    readonly diagnostics: readonly ReportedDiagnostic[];
    readonly summary: SeverityCounts;
}

/** Why a log that a query matches counts for nothing. */
export type DropReason = {
    readonly kind: 'excluded';
    readonly suppressions: readonly string[];
} | {
    readonly kind: 'filtered';
    readonly action: 'require' | 'suppress';
    readonly query: string;
}
/** A group-by field is absent. */
 | {
    readonly kind: 'ungrouped';
    readonly fields: readonly string[];
}
/** What the query counts, adds up, learns or locates is absent. */
 | {
    readonly kind: 'valueless';
    readonly fields: readonly string[];
};

/** A log that a query matches and that counts for nothing all the same. */
export interface DroppedEvent extends EventRef {
    readonly why: DropReason;
}

/** How an overridden default rule acts: what people see in its signals and what its queries search for. */
export interface EffectiveRule {
    readonly name: string;
    readonly isEnabled: boolean;
    readonly cases: readonly {
        readonly name: string;
        readonly status: string;
        readonly notifications: readonly string[];
    }[];
    readonly queries: readonly {
        readonly name: string;
        readonly query: string;
    }[];
    readonly tags: readonly string[];
}

/** An organisation as Datadog names it. */
export interface EmulatedOrg {
    /** A UUID. */
    readonly id: string;
    readonly publicId: string;
    readonly name: string;
}

/** A running emulator. */
export interface Emulator {
    readonly url: string;
    /** Stops answering, writes the state file, and frees the port. */
    close(): Promise<void>;
}

/** How an emulated tenant is set up. Everything has a default: an empty tenant in memory on a free port of loopback. */
export interface EmulatorOptions {
    /** Where the tenant is kept; in memory only when absent. Several emulators may share one file. */
    readonly stateFile?: string;
    /** 0, the default, takes any free port. */
    readonly port?: number;
    readonly host?: string;
    /** Troubles on demand, as `429@3,500@5,drop@7,slow=200ms`. */
    readonly faults?: string;
    /** Any keys are accepted, none too, unless this says otherwise. */
    readonly requireKeys?: RequiredKeys;
    /** The organisation that it plays, by its UUID, its short public id and its name. */
    readonly org?: Partial<EmulatedOrg>;
    /** The tenant's clock, in epoch milliseconds. */
    readonly now?: () => number;
    /** Told after each answer, for a log of requests. */
    readonly log?: (answer: {
        method: string;
        path: string;
        status: number;
    }) => void;
}

/** What rules need beside logs. */
export interface EvaluateOptions {
    /** In the form of `*.suppression.yaml`, or as `loadWorkspace` gives them. */
    readonly suppressions?: readonly object[];
    /** The reference tables that rules filter by. A rule that names another is not evaluated. */
    readonly tables?: Tables;
    /** The organisation's security filters, as its API lists them. Without any in force, rules see all logs. */
    readonly filters?: readonly object[];
    /** Keys of rules that nobody here knows and that change nothing about what they detect. */
    readonly harmlessKeys?: Iterable<string>;
    /** The clock of the logs goes on to this time after the last log (ISO 8601), for rules that wait for silence. */
    readonly until?: string;
}

/** What rules made of logs. */
export interface EvaluateResult {
    /** In the order in which they open, hidden ones among them. */
    readonly signals: readonly Signal[];
    /** Rules, suppressions and security filters that could not be taken, each with the reason. */
    readonly notEvaluated: readonly NotEvaluated[];
    /** `errors` counts what was no log. */
    readonly stats: EvaluationStats & {
        readonly errors: number;
    };
}

/** The figures of one evaluation. */
export interface EvaluationStats {
    readonly logs: number;
    /** Logs that at least one query of one rule matched and no exclusion took from it. */
    readonly matched: number;
    /** Logs that an exclusion took from at least one rule. */
    readonly excluded: number;
    /** Signals that Datadog would show. */
    readonly signals: number;
    /** Signals that a suppression hides. */
    readonly suppressed: number;
    /** Those of both that only the end of the logs made: a silence that no later log of the group ended. */
    readonly atEnd: number;
}

/** A log, or for a rule over signals a signal. */
export interface EventRef {
    readonly id: string;
    readonly atMs: number;
}

/** Matches every log. */
export interface EverythingQuery extends TextRange {
    readonly kind: 'everything';
}

/** What the explanation of a rule needs beside logs. */
export interface ExplainOptions {
    /** In the form of `*.suppression.yaml`, or as `loadWorkspace` gives them. */
    readonly suppressions?: readonly object[];
    /** The reference tables that the rule filters by. */
    readonly tables?: Tables;
    /** The rules whose signals a correlation rule counts; other rules need none. */
    readonly rules?: readonly object[];
}

/** What a rule made of logs and why not more, and what of the question could not be taken. */
export interface ExplainResult extends Explanation {
    /** How many records were no log. */
    readonly errors: number;
    /** Suppressions and other rules with a mistake, which had no say. */
    readonly notTaken: readonly NotEvaluated[];
}

/** What one rule made of some logs, and for what it did not make, why. Times and durations are milliseconds. */
export interface Explanation {
    /** The rule's id, else its name. */
    readonly rule: string;
    readonly name: string;
    readonly method: string;
    readonly isEnabled: boolean;
    /** Why the rule cannot be evaluated. Then only its queries are explained. */
    readonly notEvaluated?: string;
    readonly logs: number;
    readonly queries: readonly QueryExplanation[];
    readonly stages: readonly StageExplanation[];
    /** The signals of this rule as the evaluator raises them, hidden ones too. */
    readonly signals: readonly DetectedSignal[];
    readonly suppressions: readonly SuppressionExplanation[];
    /** What the rule came near to; nearest first within a kind. */
    readonly nearMisses: readonly NearMiss[];
    /** What was left out for the sake of time, in words. */
    readonly cuts: readonly string[];
}

/** One field that differs. `path` reads like `queries[0].query`; a side on which the field is absent has no value. */
export interface FieldChange {
    readonly path: string;
    readonly before?: Json;
    readonly after?: Json;
}

/** A mistake at a value of a document, found by code that sees only plain data. */
export interface Finding {
    readonly code: Code;
    readonly severity: Severity;
    readonly message: string;
    readonly help?: string;
    readonly path: Path;
    /** Narrows the place to part of the string value at `path`, in offsets of the decoded value. */
    readonly range?: TextRange;
    /** `key` points at the key itself instead of at its value. */
    readonly on?: 'key' | 'value';
}

/** Group-by field to value; empty without groups. */
export type GroupValues = Readonly<Record<string, string>>;

/** The moments of one group at which something held. */
export interface HeldMoments {
    readonly group: GroupValues;
    readonly firstMs: number;
    readonly lastMs: number;
    readonly moments: number;
}

/** What `import` notes of a suppression that nobody here wrote. */
export interface Imported {
    /** Epoch milliseconds. */
    readonly at: number;
    /** Of what the suppression hides, as it was imported. */
    readonly digest: string;
}

/** The options of `impossible_travel`. */
export interface ImpossibleTravelOptions {
    readonly baselineUserLocations?: boolean;
    /** Days. */
    readonly baselineUserLocationsDuration?: number;
    readonly detectIpTransition?: boolean;
    readonly [unknownKey: string]: unknown;
}

/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | {
    readonly [key: string]: Json;
};

/** An object as JSON has it. */
export type JsonObject = {
    readonly [key: string]: Json;
};

/** Who changed the tenant's side last, and when. */
export interface LastTouch {
    readonly by?: string;
    readonly atMs?: number;
}

/** A log in the form that needs no knowledge of where it came from. A missing time counts as the epoch. */
export interface Log {
    /** ISO 8601, or epoch milliseconds. */
    readonly timestamp?: string | number;
    readonly message?: string;
    readonly service?: string;
    readonly status?: string;
    readonly host?: string;
    readonly source?: string;
    /** Each `key:value`. */
    readonly tags?: readonly string[];
    /** What queries ask for with an `@`. */
    readonly attributes?: object;
}

/** Logs of any shape that the command line reads, in any order: single ones, or whole documents that hold many. */
export type Logs = Iterable<unknown> | AsyncIterable<unknown>;

/** One of Datadog's words of today, or one that a later version of its API adds: the shapes take that with a warning. */
export type MayGrow<Word extends string> = Word | (string & Record<never, never>);

/** The words for the aggregation of a query that single methods have. */
export type MethodAggregation =
    | "event_count"
    | "geo_data"
    | "new_value"
    | "none";

/** The keys of a rule that single methods have. */
export interface MethodFields {
    readonly thirdPartyCases?: readonly ThirdPartyCase[];
}

/** A log that did not fire, and what only its method can say of that. */
export type MethodMiss = 
/** New values that came while the rule was still learning: until a time, or so many values of a group. */
(UnfiredEvent & {
    readonly kind: 'learning';
    readonly untilMs?: number;
    readonly learnedValues?: number;
}) | (UnfiredEvent & {
    readonly kind: 'known';
    readonly value: string;
    readonly seen: EventRef;
    readonly forgetAfterMs: number;
})
/** Too near or too slow to be impossible. */
 | (UnfiredEvent & {
    readonly kind: 'travel';
    readonly from: EventRef;
    readonly distanceKm: number;
    readonly speedKmH: number;
    readonly limits: {
        readonly distanceKm: number;
        readonly speedKmH: number;
    };
})
/** An impossible travel while places are learned (until a time), or to a place or by a change that is usual. */
 | (UnfiredEvent & {
    readonly kind: 'usual';
    readonly from: EventRef;
    readonly untilMs?: number;
})
/** A root query matched, no case did, and there is no default status. */
 | (UnfiredEvent & {
    readonly kind: 'ungraded';
});

/** The keys of `options` that single methods have. */
export interface MethodOptions {
    readonly newValueOptions?: NewValueOptions;
    readonly anomalyDetectionOptions?: AnomalyOptions;
    readonly impossibleTravelOptions?: ImpossibleTravelOptions;
    readonly hardcodedEvaluatorType?: string;
    readonly thirdPartyRuleOptions?: ThirdPartyOptions;
    readonly sequenceDetectionOptions?: SequenceOptions;
}

/** A case or step that one group almost reached. */
export interface MissedStage {
    readonly stage: StageName;
    readonly group: GroupValues;
    readonly atMs: number;
}

/** A log that came near to a query, and what kept it out. */
export interface NearEvent extends EventRef {
    readonly because: readonly ClauseMiss[];
}

/** Something that the rule almost did. Each one is found by running the rule itself, changed in one thing. */
export type NearMiss = 
/** It fires if the window is `lateMs` longer. `short` is what the window as it is did hold. */
(MissedStage & {
    readonly kind: 'time';
    readonly window: {
        readonly what: 'window' | 'transition';
        readonly of: string;
        readonly windowMs: number;
    };
    readonly lateMs: number;
    readonly short: readonly Shortfall[];
    readonly parts: readonly NearMissPart[];
})
/** The condition that came nearest to being true. */
 | (MissedStage & {
    readonly kind: 'count';
    readonly windowMs: number;
    readonly short: readonly Shortfall[];
})
/** It waits for silence, and the longest pause began at `atMs` and was no longer than the window. */
 | (MissedStage & {
    readonly kind: 'pause';
    readonly pauseMs: number;
    readonly windowMs: number;
})
/** It waits for logs without an answer, and this one was answered within the window. */
 | (MissedStage & {
    readonly kind: 'answered';
    readonly event: EventRef;
    readonly by: EventRef;
    readonly windowMs: number;
})
/** It fires if `second` may come before `first`, which it did by `aheadMs`. */
 | (MissedStage & {
    readonly kind: 'order';
    readonly first: string;
    readonly second: string;
    readonly aheadMs: number;
    readonly parts: readonly NearMissPart[];
})
/** It fires if these fields need not be equal. */
 | (Omit<MissedStage, 'group'> & {
    readonly kind: 'group';
    readonly fields: readonly string[];
    readonly parts: readonly (NearMissPart & {
        readonly values: readonly (string | undefined)[];
    })[];
})
/** It fires if logs were not taken away by suppressions, or by the rule's own filters. */
 | (MissedStage & {
    readonly kind: 'excluded';
    readonly suppressions: readonly string[];
    readonly parts: readonly NearMissPart[];
}) | (MissedStage & {
    readonly kind: 'filtered';
    readonly parts: readonly NearMissPart[];
})
/** It fires if hidden signals of other rules counted. */
 | (MissedStage & {
    readonly kind: 'hiddenSource';
    readonly suppressions: readonly string[];
    readonly parts: readonly NearMissPart[];
})
/** It held between two runs of the schedule, and no more when the next run looked back. */
 | (MissedStage & {
    readonly kind: 'schedule';
    readonly nextRunMs?: number;
    readonly windowMs: number;
}) | MethodMiss;

/** What one step, side or query gave: its events, at most the first few. */
export interface NearMissPart extends Shown<EventRef> {
    readonly step: string;
    readonly atMs: number;
}

/** The options of `new_value`. */
export interface NewValueOptions {
    /** Days. */
    readonly forgetAfter?: number;
    readonly learningMethod?: 'duration' | 'threshold';
    /** Days. */
    readonly learningDuration?: number;
    readonly learningThreshold?: number;
    readonly instantaneousBaseline?: boolean;
    readonly instantaneousBaselineTimeoutMinutes?: number;
    readonly [unknownKey: string]: unknown;
}

/** A rule that the evaluator cannot reproduce, said aloud instead of passing silently. */
export interface NotEvaluated {
    readonly rule: string;
    readonly reason: string;
}

/** A query that must not match. */
export interface NotQuery extends TextRange {
    readonly kind: 'not';
    readonly query: Query;
}

/** Two or more queries of which one must match. */
export interface OrQuery extends TextRange {
    readonly kind: 'or';
    readonly queries: readonly Query[];
}

/** How many tests ended in which way. */
export type OutcomeCounts = Readonly<Record<OutcomeKind, number>>;

/** How a declared test ended. */
export type OutcomeKind =
    | "broken"
    | "failed"
    | "notEvaluated"
    | "passed";

/**
 * Changes to Datadog's own default rules, as a team keeps them. A key that is there speaks for the whole of what it
 * names: `severity` for the severities of all cases, `tags` for all tags beside Datadog's. One that is absent says
 * nothing, and the tenant keeps what it has.
 */
export interface Override {
    readonly id: string;
    /** One default rule: its id in the tenant, its default rule id, or its exact name. */
    readonly rule?: string;
    /** Many default rules, in the syntax of Datadog's rule search. Either this or `rule` is set. */
    readonly ruleQuery?: string;
    /** The tenants to which it goes; all of them without the key. */
    readonly tenants?: readonly string[];
    readonly isEnabled?: boolean;
    /** The new status of cases, each found by its name or by the status that Datadog gave it. */
    readonly severity?: Readonly<Record<string, CaseStatus>>;
    /** Who is told: for all cases, or by case as in `severity`. */
    readonly notifications?: readonly string[] | Readonly<Record<string, readonly string[]>>;
    /** Tags beside those that Datadog gave the rule. */
    readonly tags?: readonly string[];
    /** What queries must match besides: all of them, or by the name of the query. */
    readonly queryExtension?: string | Readonly<Record<string, string>>;
    readonly name?: string;
    readonly message?: string;
    readonly decreaseCriticalityBasedOnEnv?: boolean;
    readonly owner?: string;
    readonly reason?: string;
}

/** A `*.override.yaml`. */
export interface OverrideFile extends WorkspaceFile {
    /** Undefined where a mistake stands in the way. */
    readonly override: Override | undefined;
}

/** A query as a tree, and what is wrong or doubtful in its text. */
export interface ParsedQuery {
    /** Absent when a problem is an error: this program cannot read the text. */
    readonly query: Query | undefined;
    readonly problems: readonly Problem[];
}

/** The way to a value inside a document: keys and list positions from the root. */
export type Path = readonly (string | number)[];

/** A stretch of a wildcard value: plain text, `*` (any run of characters, also none) or `?` (one character). */
export type PatternPart = {
    readonly kind: 'text';
    readonly text: string;
} | {
    readonly kind: 'run';
} | {
    readonly kind: 'one';
};

/** What people changed in the tenant, from what was applied to what is there, and who did it last. */
export interface PeoplesChange extends LastTouch {
    readonly fields: readonly FieldChange[];
}

/** What becomes of a sample, with the keys of the public pipelines' tests. */
export interface PipelineResult {
    /** The attributes. */
    readonly custom: JsonObject;
    readonly message: string;
    readonly service?: string;
    readonly host?: string;
    readonly status?: string;
    readonly trace_id?: string;
    readonly span_id?: string;
    readonly tags: readonly string[];
    /** Epoch milliseconds; absent where no date remapper was reached. */
    readonly timestamp?: number;
}

/**
 * What happens to one thing. `adopt` takes over what was made by hand; `withheld` is not written, and says why; `none` is
 * listed too, so that all is told.
 */
export type PlanAction = 'create' | 'update' | 'replace' | 'delete' | 'adopt' | 'withheld' | 'none';

/** What sync works on: rules and suppressions as files, and Datadog's own rules as overrides change them. */
export type PlanKind = 'rule' | 'suppression' | 'override';

/** How a plan is made. */
export interface PlanOptions {
    /** Delete what carries our tag and has no file any more. */
    readonly prune?: boolean;
    /** Delete also what carries an id that git does not have, and no owner. */
    readonly takeUnowned?: boolean;
    /** Replaces the guard's own limit on deletions. */
    readonly maxDeletes?: number;
    /** Take over what was made by hand under the same name: everywhere, or for these slugs. */
    readonly adopt?: boolean | readonly string[];
    /** Make what has a namesake beside it: everywhere, or for these slugs. */
    readonly createBeside?: boolean | readonly string[];
    /** Take git's side wherever people changed something in the tenant; `settleChanges` looks at it. */
    readonly overwriteDrift?: boolean;
    /** Only these slugs, and the rules they refer to. */
    readonly targets?: readonly string[];
    /** The time of day, in epoch milliseconds: suppressions that have ended by then are not asked for. Absent: none has. */
    readonly nowMs?: number;
}

/** A mistake that only shows when git and the tenant are laid side by side. `path` leads into the file of `id`. */
export interface PlanProblem extends Finding {
    readonly kind: PlanKind;
    readonly id: string;
}

/** What is planned beside rules, and how. */
export interface PlanRulesOptions extends PlanOptions {
    /** The name of the workspace, as `workspace:` in ddac.yaml. Absent: what carries the name of one is not touched. */
    readonly workspace?: string;
    /** The name that it had before. */
    readonly formerlyWorkspace?: string;
    /** The wanted suppressions, in the form of `*.suppression.yaml` or as `loadWorkspace` gives them. */
    readonly suppressions?: readonly object[];
    /** The tenant's suppressions, as its API lists them. */
    readonly tenantSuppressions?: readonly object[];
    /** In the form of `*.override.yaml`. Absent: the tenant's default rules are not spoken of, and stay as they are. */
    readonly overrides?: readonly object[];
}

/** How many changes of each action, and what else there is. */
export interface PlanSummary extends Readonly<Record<PlanAction, number>> {
    readonly unmanaged: number;
    /** Datadog's own rules and those of partners. */
    readonly providedRules: number;
    readonly problems: number;
}

/** A mistake inside a text (a query, a condition, a template) that does not know its file yet. */
export interface Problem extends TextRange {
    readonly code: Code;
    readonly severity: Severity;
    readonly message: string;
    readonly help?: string;
}

/** What is said of logs for what they lack. */
export interface ProcessLogsOptions {
    /** The time of a log that has none, epoch milliseconds; the present one without it. */
    readonly nowMs?: number;
    /** The source of logs that name none and are of none that the house knows. */
    readonly source?: string;
    /** The service of logs that name none. */
    readonly service?: string;
    /** Told of what is no log, in words that follow "this log …". Without it such a one is thrown as a `TypeError`. */
    readonly onTrouble?: (trouble: string, log: unknown) => void;
}

/** A log as rules see it, in the form that `evaluate` takes. */
export interface ProcessedLog {
    readonly id: string;
    /** Epoch milliseconds. */
    readonly timestamp: number;
    readonly message?: string;
    readonly service?: string;
    readonly status?: string;
    readonly host?: string;
    readonly source?: string;
    readonly trace_id?: string;
    readonly tags: readonly string[];
    readonly attributes: JsonObject;
    /** The names of the pipelines that it passed, in order; empty for one that none was for. */
    readonly pipelines: readonly string[];
    /** Types of processors in them that ddac does not know, where there are any: what they would have done is missing. */
    readonly passedOver?: readonly string[];
}

/**
 * A search query as a tree. A field group (`@a:(x OR y)`) is already spread over its clauses, `_missing_:f` is the
 * negation of `_exists_:f`, and the empty query, `*` and `*:*` are all `everything`. Every node knows its place in the
 * text.
 */
export type Query = EverythingQuery | AndQuery | OrQuery | NotQuery | Clause | CidrClause;

/** One side of a comparison or range, as text; whether it is read as a number depends on the stored value. */
export interface QueryBound extends TextRange {
    readonly text: string;
    /** What a bound with a unit comes to in that of its field: `20ms` on `@duration` is 20,000,000 nanoseconds. */
    readonly measure?: number;
}

/** What one query of a rule made of the logs. */
export interface QueryExplanation {
    readonly name: string;
    /** A third-party rule takes logs by its root queries and grades them by the queries of its cases. */
    readonly role: 'query' | 'root' | 'grade';
    readonly text: string;
    readonly matched: Shown<EventRef & {
        readonly groups: readonly GroupValues[];
    }>;
    /** Logs that the query matches and that count for nothing all the same. */
    readonly dropped: Shown<DroppedEvent>;
    /** Logs that no query of the rule matched and that came near to this one; all that failed is named. */
    readonly near: readonly NearEvent[];
}

/** Where a clause looks; names are free of escapes. */
export type QueryField = TextRange & ({
    readonly kind: 'default';
} | {
    readonly kind: 'everywhere';
} | {
    /** `@path`, without the `@`; a key that is written in quotes keeps them (`compileReach`). */
    readonly kind: 'attribute';
    readonly path: string;
} | {
    readonly kind: 'reserved';
    readonly name: ReservedField;
} | {
    readonly kind: 'tag';
    readonly key: string;
} | {
    readonly kind: 'calculated';
    readonly name: string;
});

/** What a clause asks of its field. Texts are free of escapes and quotes. */
export type QueryValue = TextRange & ({
    readonly kind: 'term';
    readonly text: string;
} | {
    readonly kind: 'phrase';
    readonly text: string;
} | {
    readonly kind: 'wildcard';
    readonly pattern: readonly PatternPart[];
} | {
    readonly kind: 'any';
} | {
    readonly kind: 'exists';
} | {
    readonly kind: 'comparison';
    readonly operator: ComparisonOperator;
    readonly bound: QueryBound;
} | {
    readonly kind: 'range';
    readonly lower: RangeEnd;
    readonly upper: RangeEnd;
});

/** An end of a range; without a bound (`*`) it is open. */
export interface RangeEnd {
    readonly included: boolean;
    readonly bound: QueryBound | undefined;
}

/** The rows of reference tables by table name, each row by column name. */
export type ReferenceRows = ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;

/** A filter of one query by a table: the logs whose field is, or is not, in a column of it. */
export interface ReferenceTable {
    readonly tableName: string;
    readonly columnName: string;
    readonly logFieldPath: string;
    readonly ruleQueryName: string;
    readonly checkPresence?: boolean;
    readonly [unknownKey: string]: unknown;
}

/** When a suppression got another end, and why. */
export interface Renewal {
    /** Epoch milliseconds. */
    readonly at: number;
    readonly until: number;
    readonly reason: string;
}

/** A diagnostic with its place in lines and columns, both counted from 1; one without a place has none of them. */
export interface ReportedDiagnostic extends Omit<Diagnostic, 'span'> {
    /** The path as the user knows it. */
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly endLine?: number;
    /** The column behind the last one. */
    readonly endColumn?: number;
}

/** What a failed test expected under the key `what`, and what came instead, in words. */
export interface ReportedDifference {
    readonly what: string;
    readonly expected: string;
    readonly got: string;
}

/** What `policy.tests` says, as programs read it. */
export interface ReportedPolicy {
    /** The commit that rules are laid beside; without one all are counted. */
    readonly base?: string;
    /** Each rule that is new beside it, or detects something else. */
    readonly bound: readonly BoundRule[];
    /** The other rules that are below the policy, by id. */
    readonly stillBelow: readonly string[];
    /** How many those may be. */
    readonly allowed: number;
    /** Whether all rules and all that is asked were counted, all rules but no mutation scores, or some rules only. */
    readonly reach: 'whole' | 'at least' | 'some rules';
    readonly diagnostics: readonly ReportedDiagnostic[];
}

/** A signal as programs read it: times in ISO 8601. The shape is a contract (README). */
export interface ReportedSignal extends Omit<DetectedSignal, 'firstSeenMs' | 'lastSeenMs' | 'steps' | 'attributes' | 'notifications'> {
    readonly kind: 'signal';
    readonly firstSeen: string;
    readonly lastSeen: string;
    readonly steps: readonly ReportedStep[];
}

/** When a step of a sequence fired, or a query of another rule first matched, and by which events. */
export interface ReportedStep {
    readonly step: string;
    readonly at: string;
    readonly events: readonly string[];
}

/** What came of one declared test. */
export interface ReportedTest {
    readonly kind: 'test';
    /** The file of the test, as the user knows it. */
    readonly file: string;
    readonly name: string;
    /** Ids of the rules that were evaluated. */
    readonly rules: readonly string[];
    /** The suppression under test, if it is one that is tested. */
    readonly suppression?: string;
    /** The workspace's pipelines that its raw logs passed, where they passed any. */
    readonly pipelines?: readonly string[];
    readonly outcome: OutcomeKind;
    /** Why it was not evaluated. */
    readonly reason?: string;
    /** Of a failed test only. */
    readonly differences?: readonly ReportedDifference[];
    readonly diagnostics: readonly ReportedDiagnostic[];
}

/** Keys that the emulated tenant knows, for rehearsing what a wrong key or a read-only key meets. */
export interface RequiredKeys {
    readonly apiKey: string;
    readonly appKey: string;
    /** What the application key may do; everything when absent. */
    readonly permissions?: readonly string[];
}

/** The fields that queries and group-bys name without `@` and that are no tags. */
export type ReservedField = 'source' | 'service' | 'status' | 'host' | 'message' | 'trace_id' | 'timestamp' | 'tags';

/** Which logs a third-party rule takes in. */
export interface RootQuery {
    readonly query: string;
    readonly groupByFields?: readonly string[];
    readonly [unknownKey: string]: unknown;
}

/**
 * What could be read of a rule, be it right or wrong, in Datadog's own keys (API page 2), durations in seconds. Keys
 * that this model does not know are kept; where a needed text was missing or wrong, an empty one stands. The engine, the
 * checks and the tests look at drafts, and tell what is wrong with them themselves.
 */
export interface Rule extends MethodFields, AdoptionKeys {
    /** The team's stable slug; absent on a rule that came from elsewhere. On the wire it travels as the tag `ddac:<id>`. */
    readonly id?: string;
    readonly name: string;
    readonly message: string;
    readonly isEnabled: boolean;
    readonly type?: string;
    /** `sql` for queries that are no log searches. */
    readonly queryLanguage?: string;
    readonly datasetIds?: readonly string[];
    readonly queries: readonly RuleQuery[];
    readonly cases: readonly RuleCase[];
    readonly options: RuleOptions;
    readonly tags?: readonly string[];
    readonly hasExtendedTitle?: boolean;
    readonly filters?: readonly RuleFilter[];
    readonly groupSignalsBy?: readonly string[];
    readonly referenceTables?: readonly ReferenceTable[];
    readonly schedulingOptions?: SchedulingOptions | null;
    readonly calculatedFields?: readonly CalculatedField[];
    readonly complianceSignalOptions?: JsonObject;
    readonly customName?: string;
    readonly customMessage?: string;
    readonly [unknownKey: string]: unknown;
}

/** A rule with too few passed tests, and how many it has. */
export interface RuleBelow extends CaseCount {
    readonly rule: string;
}

/** When a rule raises a signal, how grave it is, and who is told. */
export interface RuleCase {
    readonly status: CaseStatus;
    readonly name?: string;
    readonly condition?: string;
    readonly notifications?: readonly string[];
    readonly customStatus?: CaseStatus;
    readonly actions?: readonly CaseAction[];
    readonly [unknownKey: string]: unknown;
}

/** A `*.rule.yaml`. */
export interface RuleFile extends WorkspaceFile {
    /** Undefined where a mistake stands in the way. */
    readonly rule: Rule | undefined;
}

/** A legacy filter on the logs of a whole rule; suppressions have taken its place. */
export interface RuleFilter {
    readonly action: 'require' | 'suppress';
    readonly query: string;
    readonly [unknownKey: string]: unknown;
}

/** How a rule detects, and how long its signals live. Durations are seconds. */
export interface RuleOptions extends MethodOptions {
    readonly detectionMethod?: MayGrow<ChosenMethod>;
    /** Seconds, as are all windows and durations below that do not say otherwise. */
    readonly evaluationWindow?: number;
    readonly keepAlive?: number;
    readonly maxSignalDuration?: number;
    readonly decreaseCriticalityBasedOnEnv?: boolean;
    readonly complianceRuleOptions?: JsonObject;
    readonly relatedSignalsFields?: unknown;
    readonly [unknownKey: string]: unknown;
}

/** What a rule looks for, and by which fields it groups what it finds. */
export interface RuleQuery {
    /** Empty or absent: the letter of the query's position (`a`, `b`, …). */
    readonly name?: string;
    readonly query?: string;
    readonly queryLanguage?: string;
    readonly aggregation?: Aggregation;
    readonly dataSource?: string;
    readonly groupByFields?: readonly string[];
    readonly distinctFields?: readonly string[];
    readonly metric?: string;
    readonly metrics?: readonly string[];
    readonly hasOptionalGroupByFields?: boolean;
    readonly index?: string;
    readonly indexes?: readonly string[];
    readonly customQueryExtension?: string;
    /** Signal correlation: the rule whose signals are counted. */
    readonly ruleId?: string;
    readonly defaultRuleId?: string;
    readonly correlatedByFields?: readonly string[];
    readonly correlatedQueryIndex?: number;
    readonly [unknownKey: string]: unknown;
}

/** What would change in a tenant, in the order in which it is applied, and what keeps more from being planned. */
export interface RulesPlan {
    readonly changes: readonly Change[];
    readonly unmanaged: readonly Unmanaged[];
    readonly problems: readonly PlanProblem[];
    readonly summary: PlanSummary;
}

/** What is said of the log beside its text. */
export interface RunPipelineOptions {
    /** The official service of the log. */
    readonly service?: string;
    /** The moment at which the log arrives, epoch milliseconds; the present one without it. */
    readonly nowMs?: number;
}

/** Which tests are run, and what is asked of them. */
export interface RunTestsOptions {
    /** Files or folders, from the process's own on; the whole workspace, if none is given. */
    readonly paths?: readonly string[];
    /** The variables and overlays of this tenant are laid on; without one, the default tenant's variables alone. */
    readonly tenant?: string;
    /** The firing and silent tests that each rule needs at least. */
    readonly minimum?: CaseCount;
}

/** The set times at which a scheduled rule runs. */
export interface SchedulingOptions {
    readonly rrule?: string;
    /** ISO date and time without a zone. */
    readonly start?: string;
    readonly timezone?: string;
    readonly [unknownKey: string]: unknown;
}

/** The options of `sequence_detection`. */
export interface SequenceOptions {
    readonly steps?: readonly SequenceStep[];
    readonly stepTransitions?: readonly StepTransition[];
    readonly [unknownKey: string]: unknown;
}

/** One step of a sequence: what must hold, over how many seconds. */
export interface SequenceStep {
    readonly name: string;
    readonly condition: string;
    readonly evaluationWindow?: number;
    readonly [unknownKey: string]: unknown;
}

/** How loud a diagnostic is; an error keeps a file from being used. */
export type Severity = 'error' | 'warning' | 'info';

/** How many diagnostics there are of each severity. */
export interface SeverityCounts {
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
}

/** A comparison that did not hold. `needed` is told where whole things are counted and more of them are asked for. */
export interface Shortfall {
    readonly comparison: string;
    readonly reached: number;
    readonly bound: number;
    readonly needed?: number;
}

/** The first few of a list, and how many there are. */
export interface Shown<Item> {
    readonly first: readonly Item[];
    readonly total: number;
}

/** A signal as `eval --format json` prints it, with what that leaves out. */
export interface Signal extends ReportedSignal, Pick<DetectedSignal, 'attributes' | 'notifications'> {
}

/** A step of a sequence, a side of a THEN, or a query that took part in a signal. */
export interface SignalStep {
    readonly step: string;
    /** When the step fired. */
    readonly atMs: number;
    readonly events: readonly string[];
}

/** A text that positions refer to, with the path under which users know it. */
export interface Source {
    readonly path: string;
    readonly text: string;
}

/** A stretch of a source, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
    readonly source: Source;
    readonly start: number;
    readonly end: number;
}

/** A case, a side of a THEN, or a step: where its condition held taken alone, and where the rule got to it. */
export interface StageExplanation {
    readonly kind: 'case' | 'side' | 'step';
    readonly name: string;
    readonly condition: string;
    /** The window in which the condition counts. */
    readonly windowMs: number;
    /** The longest wait since the step before. */
    readonly waitMs?: number;
    readonly held: Shown<HeldMoments>;
    /** A step: at the end of a whole chain from the first step. A case: as the first one that holds. */
    readonly reached?: Shown<HeldMoments>;
}

/** The case or step that is wanted. A step is reached after the one before it, a case by itself. */
export interface StageName {
    readonly kind: 'case' | 'step';
    readonly name: string;
}

/** Which step follows which, within how many seconds. */
export interface StepTransition {
    readonly parent: string;
    readonly child: string;
    readonly evaluationWindow?: number;
    readonly [unknownKey: string]: unknown;
}

/** What a suppression does to a signal. */
export type SuppressedSignal = {
    readonly signal: number;
    readonly kind: 'hidden';
}
/** It would hide the signal, and is not in force when the signal opens. */
 | {
    readonly signal: number;
    readonly kind: 'notInForce';
    readonly state: SuppressionState;
    readonly atMs: number;
}
/** `unsure`: it would hide the signal if attributes were on it, or not on it, of which that is not known. */
 | {
    readonly signal: number;
    readonly kind: 'missed' | 'unsure';
    readonly because: readonly ClauseMiss[];
};

/** A suppression as a team keeps it. At least one of the two queries is set; dates are epoch milliseconds. */
export interface Suppression extends AdoptionKeys {
    readonly id: string;
    readonly name: string;
    readonly enabled: boolean;
    /** The rules in scope: slugs of this workspace, or tags written as `key:value`. Empty when `ruleQuery` is used. */
    readonly rules: readonly string[];
    /** The rules in scope, in the syntax of Datadog's rule search. */
    readonly ruleQuery?: string;
    /** Matched against the signal: a match hides it. */
    readonly suppressionQuery?: string;
    /** Matched against logs before evaluation: a match removes the log. */
    readonly dataExclusionQuery?: string;
    /** What it is for, as a query on the signal: what else it hides is told first. Stays in git. */
    readonly intends?: string;
    readonly startMs?: number;
    readonly expiresMs?: number;
    /** Meant to have no end: `expires: never`. */
    readonly neverExpires?: boolean;
    /** When somebody looks at it again. */
    readonly reviewMs?: number;
    /** Written by `import`, where nobody has edited it since. */
    readonly imported?: Imported;
    /** Each time it got another end, the latest last. */
    readonly renewed?: readonly Renewal[];
    /** Consent that it hides more than before. */
    readonly widened?: Widened;
    readonly description?: string;
    readonly owner?: string;
    readonly reason?: string;
    readonly tags: readonly string[];
}

/** What a suppression did to a rule. */
export interface SuppressionExplanation {
    readonly id: string;
    readonly name: string;
    /** How many logs its exclusion took from the rule. */
    readonly excluded: number;
    /** Each signal of the rule, by its place among `signals`, and what the suppression does to it. */
    readonly signals: readonly SuppressedSignal[];
    /** Logs that its exclusion would take, were it in force at their time. */
    readonly notInForce: Shown<EventRef & {
        readonly state: Exclude<SuppressionState, 'active'>;
    }>;
}

/** A `*.suppression.yaml`. */
export interface SuppressionFile extends WorkspaceFile {
    /** Undefined where a mistake stands in the way. */
    readonly suppression: Suppression | undefined;
}

/** What a suppression does at a time. */
export type SuppressionState = 'active' | 'scheduled' | 'expired' | 'disabled';

/** A reference table that should, or should not, hold one of these values. */
export interface TableReason {
    readonly kind: 'table';
    readonly field: string;
    readonly found: readonly Json[];
    readonly wanted: boolean;
}

/** The rows of reference tables by table name, each row by column name; a `Map` is what `loadWorkspace` gives. */
export type Tables = ReferenceRows | Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

/** A run of declared tests as programs read it. */
export interface TestReport {
    readonly tests: readonly ReportedTest[];
    readonly below: readonly RuleBelow[];
    /** Rules of which no test file of the workspace speaks, by id. */
    readonly untested: readonly string[];
    /** The mistakes in files for which the answer is no, whatever the tests say; absent where there is none. */
    readonly mistakes?: readonly ReportedDiagnostic[];
    /** What `policy.tests` says; absent where it asks for nothing. */
    readonly policy?: ReportedPolicy;
    /** How many tests ended in which way. */
    readonly summary: OutcomeCounts;
}

/** What `ddac test --format json` prints, with what that tells on its other ways out. */
export interface TestsResult extends TestReport {
    /** Whether every test passed or could not be evaluated, no rule has too few, and no file has a mistake. */
    readonly isGood: boolean;
    /** Mistakes in the files that are tested, and in what test files say they test. */
    readonly diagnostics: readonly ReportedDiagnostic[];
}

/** A stretch of a text that is not yet placed in a file, in UTF-16 offsets; `end` is exclusive. */
export interface TextRange {
    readonly start: number;
    readonly end: number;
}

/** How a third-party rule grades the logs that a query matches. */
export interface ThirdPartyCase {
    readonly name?: string;
    readonly query?: string;
    readonly status: CaseStatus;
    readonly notifications?: readonly string[];
    readonly customStatus?: CaseStatus;
    readonly [unknownKey: string]: unknown;
}

/** The options of `third_party`. */
export interface ThirdPartyOptions {
    readonly defaultStatus?: CaseStatus;
    readonly defaultNotifications?: readonly string[];
    readonly rootQueries?: readonly RootQuery[];
    readonly signalTitleTemplate?: string;
    readonly [unknownKey: string]: unknown;
}

/** A log of one group that raised nothing. */
export interface UnfiredEvent {
    readonly group: GroupValues;
    readonly event: EventRef;
}

/** Something in the tenant that this workspace does not manage, or no longer. */
export interface Unmanaged {
    readonly kind: PlanKind;
    readonly remoteId: string;
    readonly name: string;
    /**
     * `by-hand` carries no tag of ours; `no-file` carries one whose file is gone, and `other-tenant` one whose file is for other
     * tenants: both are deleted with `--prune`; `unowned`
     * carries a slug that git does not have and no owner, and is deleted with `--take-unowned` besides; `other-owner` is
     * another workspace's.
     */
    readonly why: 'by-hand' | 'no-file' | 'other-tenant' | 'unowned' | 'other-owner';
    /** The slug in the tag; for `by-hand` the file of the same name, which could adopt it. */
    readonly id?: string;
    /** For `other-owner` the name of the other workspace, where it has one. */
    readonly owner?: string;
}

/** How a workspace is looked at. */
export interface ValidateOptions {
    /** The time by which suppressions have ended, in epoch milliseconds; now, if it is not given. */
    readonly nowMs?: number;
}

/** Consent that a suppression hides more than before, written into its file. */
export interface Widened {
    readonly by: string;
    readonly reason: string;
    /** Of the queries, rules and dates that it allows. */
    readonly digest: string;
}

/**
 * A rule as Datadog's API has it: JSON of which nothing is known before it is read. It does not fit where a rule or a
 * draft is wanted, nor they where it is: `readRuleObject` and `encodeRule` lead from one to the other.
 */
export interface WireRule {
    readonly [field: string]: Json;
}

/** What is known of a change that is not made. */
export interface WithheldChange {
    readonly would: Exclude<PlanAction, 'withheld'>;
    /** Whether git asked for it since the last apply. What nobody asked for is a warning, and no failure. */
    readonly asked: boolean;
    /** What to do about it. */
    readonly remedy?: string;
    /** Whose work would be overwritten, and from when it is. */
    readonly by?: string;
    readonly atMs?: number;
    /** A suppression that may hide more waits for consent alone, and who reviews this change gives it. */
    readonly isWider?: true;
}

/** A folder of detections, read. */
export interface Workspace {
    /** The folder, as an absolute path. */
    readonly root: string;
    readonly rules: readonly RuleFile[];
    readonly suppressions: readonly SuppressionFile[];
    readonly overrides: readonly OverrideFile[];
    /** The rows of the reference tables that `ddac.yaml` names, as `evaluate` takes them. */
    readonly tables: ReferenceRows;
    /** What was found wrong while reading, in the order of files and places. `validateWorkspace` finds more. */
    readonly diagnostics: readonly Diagnostic[];
}

/** A file of a workspace. */
export interface WorkspaceFile {
    /** Absolute. */
    readonly path: string;
}

/**
 * The one thrown error for trouble outside of us. `message` says what happened, on one line; `details` to which things, a
 * line each; `help` what to do next.
 */
export declare class WorldError extends Error {
    readonly code: WorldErrorCode;
    readonly help?: string | undefined;
    readonly details: readonly string[];
    constructor(code: WorldErrorCode, message: string, help?: string | undefined, options?: ErrorOptions & {
        readonly details?: readonly string[];
    });
}

/** What the world can do to us. The set is closed: each code has its way out in `message` and its exit code in `cli`. */
export type WorldErrorCode = 'usage' | 'configuration' | 'not-found' | 'no-permission' | 'disk-full' | 'read-failed' | 'write-failed' | 'bad-input' | 'network' | 'unauthorized' | 'forbidden' | 'rejected' | 'missing' | 'conflict' | 'rate-limited' | 'server-error' | 'bad-answer' | 'interrupted';

/**
 * The one form in which rules are compared: a file, a request and the tenant's answer to it come out equal. Server
 * fields and our own tags are gone, defaults are filled in, tags are a set; the order of queries, cases and steps
 * stays, since it is meaning. Fields that nobody knows yet stay as they are.
 */
export declare function canonicalRule(rule: Rule | WireRule): WireRule;

/** Turns a query into a test on one log. Throws a `SyntaxError` for a query that cannot be read, or not be decided. */
export declare function compileQuery(text: string): (log: Log) => boolean;

/**
 * Evaluates whole rules over logs. Rules are plain objects with the API's keys, `id` optional, durations in seconds or
 * written (`10m`); logs are of any shape that the command line reads, in any order. A rule with a mistake is named in
 * `notEvaluated`, and what is no log is counted in `stats.errors`. Throws a `TypeError` for an `until` that is no time.
 */
export declare function evaluate(rules: readonly object[], logs: Logs, options?: EvaluateOptions): Promise<EvaluateResult>;

/**
 * Says what a rule made of logs, and for what it did not make, why: which clause kept a log out, what it came near to.
 * Rule and logs are as `evaluate` takes them. Of a rule with a mistake only the queries are explained, and
 * `notEvaluated` has the mistake. Throws a `TypeError` for what is no object.
 */
export declare function explainRule(rule: object, logs: Logs, options?: ExplainOptions): Promise<ExplainResult>;

/** Reads the workspace in a folder. Mistakes in its files are `diagnostics`; throws where there is no workspace. */
export declare function loadWorkspace(dir: string): Workspace;

/**
 * Reads a log search query. Mistakes are gathered in one pass, the first twenty of them; warnings tell of traps: texts
 * that Datadog takes, but in another sense than their author is likely to mean. The empty query is the query for
 * everything.
 */
export declare function parseQuery(text: string): ParsedQuery;

/**
 * Plans rules against a tenant's, as values: what would make the tenant's equal to the wanted ones. Wanted rules are
 * plain objects with the API's keys, one without `id` gets one made of its name; the tenant's rules are as its API lists
 * them, default rules among them. What has a mistake is answered as `problems` and not planned: what the tenant holds of
 * it is left alone, and nothing is pruned. With a mistake in one override none is planned, since they add up.
 */
export declare function planRules(wanted: readonly object[], actual: readonly object[], options?: PlanRulesOptions): RulesPlan;

/**
 * What a tenant with these pipelines makes of whole logs, given in any shape that `evaluate` takes, and raw texts: each
 * passes every pipeline whose filter matches, in order. A log that passes none gets what the house knows of its source;
 * one that Datadog processed already stays as it is. Throws a `SyntaxError` for a definition with mistakes.
 */
export declare function processLogs(pipelines: readonly object[], logs: Iterable<unknown>, options?: ProcessLogsOptions): readonly ProcessedLog[];

/**
 * What a log pipeline makes of the raw text of a log: the `result` of the public pipelines' tests. The definition has the
 * form of the API or of the public integrations, there with or without the `pipeline:` around it; its own filter is taken
 * as met. Throws a `SyntaxError` for a definition with mistakes.
 */
export declare function runPipeline(definition: object, sample: string, options?: RunPipelineOptions): PipelineResult;

/**
 * Runs the declared tests of a workspace, or of the one in a folder. Throws a WorldError where there is no workspace,
 * and for a path or a tenant that it does not have.
 */
export declare function runTests(workspace: string | Workspace, options?: RunTestsOptions): Promise<TestsResult>;

/**
 * Starts a local Datadog: rules, suppressions and what belongs to them, over HTTP on loopback. Throws a WorldError for a
 * state file that cannot be understood (`bad-input`), a folder that cannot be written or a port that is taken.
 */
export declare function startEmulator(options?: EmulatorOptions): Promise<Emulator>;

/**
 * Everything that is wrong or doubtful in a workspace, or in the one in a folder: what `ddac validate --format json`
 * prints. It is valid if `summary.errors` is 0. Throws where there is no workspace.
 */
export declare function validateWorkspace(workspace: string | Workspace, options?: ValidateOptions): Promise<DiagnosticsReport>;
