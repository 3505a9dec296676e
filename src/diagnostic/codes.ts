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
} as const

export type Code = keyof typeof codes
