import { type Coverage, type Covered, coveringRules, testsOf } from '../../coverage/measure-coverage'
import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type JsonText, jsonText } from '../../medium/json-text'
import { mistakesIn } from '../diagnostics-json'
import { summaryOf, weaknessesOf } from './coverage-words'

/** The coverage as one document. `version` rises where a program that reads it would have to change. */
export function coverageJson(
  { tactics, techniques, strange, untagged }: Coverage,
  mistakes: readonly Diagnostic[],
): JsonText {
  return jsonText({
    version: 1,
    attack: '18',
    summary: { tactics: summaryOf(tactics), techniques: summaryOf(techniques) },
    tactics: tactics.map(documentOf),
    techniques: techniques.map((technique) => ({
      ...documentOf(technique),
      tactics: technique.tactics.map(({ id }) => id),
    })),
    strangeTags: strange,
    untagged,
    ...mistakesIn(mistakes),
  })
}

function documentOf(one: Covered): object {
  const covered = coveringRules(one).length > 0
  return {
    id: one.id,
    name: one.name,
    covered,
    tests: testsOf(one),
    ...(!covered && { restsOn: weaknessesOf(one) }),
    rules: one.rules.map(({ rule, standing }) => ({ rule, ...standing })),
  }
}
