/**
 * Every code a user can meet, by room: Q query, C condition, M message template, R rule, S suppression, T test,
 * W workspace and YAML, L log input. A released code keeps its meaning; a retired one is not given out again.
 */
export const codes = {
  // Q: query

  // C: condition

  // M: message template

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
