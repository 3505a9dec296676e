/**
 * Every code a user can meet, by room: Q query, C condition, M message template, R rule, S suppression, T test,
 * W workspace and YAML, L log input. A released code keeps its meaning; a retired one is not given out again.
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

  // S: suppression

  // T: test

  // L: log input

  // W: workspace and YAML
  W001: 'the file is not valid YAML',
  W002: 'a key stands twice in one map',
  W003: 'a file holds more than one YAML document',
  W004: 'a YAML alias or merge leads nowhere, in a circle, or too far',
  W005: 'a YAML file nests too deeply',
} as const

export type Code = keyof typeof codes
