import { type Coverage, type Covered, coveringRules, testsOf } from '../../coverage/measure-coverage'
import type { Painter } from '../../medium/painter'
import { indented, lined, type TerminalText, terminal } from '../../medium/terminal-text'
import { countText, ruleText, stateText, summaryOf } from './coverage-words'

/** Coverage for a person: a table of tactics, one of techniques, and what rests on nothing with its rules. */
export function coverageText(coverage: Coverage, paint: Painter): TerminalText {
  const { tactics, techniques, strange, untagged } = coverage
  const weak = [...tactics, ...techniques].filter((one) => one.rules.length > 0 && coveringRules(one).length === 0)
  const gaps = weak.map(({ id, name, rules }) =>
    lined([terminal`${id} ${name}`, ...rules.map((rule) => indented(terminal`${ruleText(rule)}`))]),
  )
  const notes = [
    ...strange.map(({ rule, tag }) => terminal`${rule}: ${tag} names nothing in ATT&CK`),
    ...(untagged.length > 0 ? [terminal`${countText(untagged.length, 'rule')} without tactic and technique`] : []),
  ]
  const blocks = [
    table('tactic', tactics, paint),
    ...(techniques.length > 0 ? [table('technique', techniques, paint)] : []),
    ...(gaps.length > 0 ? [terminal`${paint.bold('Covered by no rule that counts')}\n${indented(lined(gaps))}\n`] : []),
    ...(notes.length > 0 ? [terminal`${lined(notes)}\n`] : []),
    terminal`${coverageSentence(coverage)}\n`,
  ]
  return lined(blocks)
}

/** All of it in one sentence. */
export function coverageSentence({ tactics, techniques }: Coverage): string {
  const [ofTactics, ofTechniques] = [summaryOf(tactics), summaryOf(techniques)]
  const weak = ofTechniques.weak > 0 ? `, ${ofTechniques.weak} more by no rule that counts` : ''
  return `${ofTactics.covered} of ${countText(tactics.length, 'tactic')} and ${countText(ofTechniques.covered, 'technique')} covered${weak}`
}

function table(title: string, rows: readonly Covered[], paint: Painter): TerminalText {
  const names = rows.map(({ id, name }) => `${id} ${name}`)
  const width = Math.max(title.length, ...names.map((name) => name.length))
  const head = paint.bold(`${title.padEnd(width)}  rules  tests  state`)
  const lines = rows.map((row, at) => {
    const covering = coveringRules(row).length
    const counts = `${String(covering).padStart(5)}  ${String(testsOf(row)).padStart(5)}`
    const shown = covering > 0 ? paint.good : row.rules.length > 0 ? paint.warning : paint.faint
    return terminal`${(names[at] ?? '').padEnd(width)}  ${counts}  ${shown(stateText(row))}`
  })
  return terminal`${lined([head, ...lines])}\n`
}
