import { type Coverage, testsOf } from '../../coverage/measure-coverage'
import { type JsonText, jsonText } from '../../medium/json-text'
import { ruleText, stateText } from './coverage-words'

const [gap, few, many] = ['#ff6666', '#ffe766', '#8ec843'] as const

/**
 * The coverage as a layer of the ATT&CK Navigator, format 4.5: a technique in a tactic is scored by the passed tests of the
 * rules that cover it there, 0 where none does, and is greyed out where all its rules are disabled.
 */
export function navigatorLayer({ techniques }: Coverage, name: string): JsonText {
  const entries = techniques.flatMap(({ id, tactics }) =>
    tactics.map((tactic) => ({
      techniqueID: id,
      tactic: tactic.name,
      score: testsOf(tactic),
      comment: `${stateText(tactic)}: ${tactic.rules.map(ruleText).join(', ')}`,
      enabled: tactic.rules.some(({ standing }) => standing.weakness !== 'disabled'),
    })),
  )
  const most = Math.max(1, ...entries.map(({ score }) => score))
  return jsonText({
    name,
    versions: { attack: '18', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: 'The score is the number of passed tests of the rules that cover a technique; 0 where none does.',
    // A sub-technique is folded away below its technique, unless it is asked to be shown.
    layout: { layout: 'side', showName: true, expandedSubtechniques: 'annotated' },
    techniques: entries,
    gradient: { colors: [gap, few, many], minValue: 0, maxValue: most },
    legendItems: [
      { label: 'rules, but none that covers', color: gap },
      { label: 'covered, with the most tests', color: many },
    ],
  })
}
