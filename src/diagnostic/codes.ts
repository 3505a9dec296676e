/**
 * Every code a user can meet, by room: Q query, C condition, M message template, R rule, S suppression, T test,
 * W workspace and YAML, L log input, P plan. A released code keeps its meaning; a retired one is not given out again.
 */
export const codes = {
  // Q: query
  Q001: 'a quote is not closed',
  Q002: 'a group is not closed',
  Q003: 'a closing bracket has no opening one',
  Q004: 'an operator has nothing to join or negate',
  Q005: 'a field has no value',
  Q006: 'a group is empty',
  Q007: 'a special character stands where only an escaped or quoted one may',
  Q008: 'a backslash stands at the end',
  Q009: 'two negations in a row',
  Q010: 'a range is not well formed',
  Q011: 'a wildcard in a field name',
  Q012: 'a CIDR clause is not well formed',
  Q013: 'groups nest too deep',
  Q014: 'a field has no name',
  Q015: 'a comparison is not well formed',
  Q016: 'a blank before a colon',
  Q101: 'a lower-case operator is read as a word',
  Q102: 'a star inside quotes is a plain character',
  Q103: 'a backslash before a letter or digit is dropped',
  Q104: 'a tag key that looks like an attribute',
  Q105: 'AND and OR are mixed without parentheses',
  Q106: 'a curly quote does not quote',
  Q107: 'a range with mixed brackets',
  Q108: 'a negative number without an escape',
  Q109: 'a search of the message without a word in it',
  Q110: 'a range that holds nothing',
  Q111: 'a single address where a block is expected',

  // C: condition
  C001: 'the condition is empty',
  C002: 'a character that conditions do not know',
  C003: 'an operator that conditions do not know',
  C004: 'a comparison is not complete',
  C005: 'a parenthesis is not closed, or closes nothing',
  C006: 'an operator has nothing to join',
  C007: 'a number that conditions do not take',
  C008: 'a query name is not well formed',
  C009: 'THEN stands where it may not',
  C010: 'a comparison names no query',
  C011: 'a multiplication that conditions do not know',
  C012: 'parentheses nest too deep',
  C101: '&& and || are mixed without parentheses',
  C102: 'the number stands before the query name',

  // M: message template
  M001: 'a block of a template is not closed',
  M002: 'a closing tag of a template fits no open block',
  M003: 'braces in a template are not closed',
  M004: 'a template uses a helper that does not exist',
  M005: 'a template helper has the wrong arguments',
  M006: 'an eval expression cannot be read',
  M007: 'a template names something that Datadog never fills',
  M008: 'a template names an attribute without its @',
  M009: 'a template names an unknown time zone',
  M010: 'blocks of a template nest too deeply',
  M011: 'braces in a template are empty',
  M012: 'else stands where it cannot in a template',

  // R: rule
  R100: 'the file holds no rule',
  R101: 'a rule lacks something that it needs',
  R102: 'a value of a rule has the wrong type',
  R103: 'a value of a rule is none of those that Datadog takes',
  R104: 'a rule has a key that the API is not known to have',
  R105: 'a duration or an id cannot be read, or is not allowed',
  R106: 'a value of a rule may be refused, or says nothing',
  R107: 'a key of a rule is set by Datadog alone',
  R108: 'a key of a rule is deprecated',
  R109: 'a rule has no id of its own',
  // R2xx: what the evaluator cannot make sense of
  R204: 'a condition names a query that the rule does not have',
  R205: 'the steps of a sequence do not form one path',
  R206: 'the case of a sequence asks for something other than its last step',
  R207: 'queries of one rule group by different numbers of fields',
  R208: 'a query lacks what its aggregation needs',
  R209: 'groupSignalsBy names a field that no query groups by',
  R210: 'a reference table names a query that the rule does not have',
  R211: 'a rule correlates with a rule that is not there',
  R212: 'rules correlate in a circle',
  R213: 'two queries of a rule have one name',
  R214: 'a rule has nothing to evaluate',

  // S: suppression
  S001: 'a suppression lacks a key, or the key is empty',
  S002: 'a value of a suppression is of the wrong kind',
  S003: 'a suppression has a key that does not exist',
  S004: 'an id or date of a suppression cannot be read',
  S005: 'a key of a suppression has no effect',
  S006: 'a suppression lacks a key that the workspace requires',
  S007: 'a suppression is for no rule, or says twice for which',
  S008: 'a suppression has neither of its queries',
  S009: 'a suppression expires before it starts',

  // T: test

  // L: log input
  L001: 'a log is not valid JSON',
  L002: 'a file ends in the middle of a log',
  L003: 'a record is not a log, or has no time',
  L004: 'a record is too large',
  L005: 'a log file cannot be read',
  L006: 'a compressed log file is damaged or cut off',

  // W: workspace and YAML
  W001: 'the file is not valid YAML',
  W002: 'a key stands twice in one map',
  W003: 'a file holds more than one YAML document',
  W004: 'a YAML alias or merge leads nowhere, in a circle, or too far',
  W005: 'a YAML file nests too deeply',

  // P: plan
  P001: 'two rules or suppressions of the tenant carry one id',
  P002: 'rules refer to each other in a circle',
  P003: 'a plan would delete more than its guard allows',
  P004: 'a reference names no rule of the workspace or the tenant',
  P005: 'something made by hand in the tenant has the name of a file',
  P006: 'two files have one id',
  P007: 'a rule of Datadog or of a partner carries the tag of a file',
} as const

export type Code = keyof typeof codes
