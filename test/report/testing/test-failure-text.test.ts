import { makePainter } from '../../../src/medium/painter'
import { testFailureText } from '../../../src/report/testing/test-failure-text'
import { explain, sequenceOf } from '../../explain/room'

it('a failed test shows the explanation of each of its rules', () => {
  const one = explain(sequenceOf(['add', 'delete']), [{ at: 0, k: 'add', g: 'x' }])
  const explanations = [one, { ...one, rule: 'second' }]
  const text = String(
    testFailureText({ kind: 'failed', differences: [], signals: [], excluded: 0, explanations }, makePainter(false)),
  )
  expect(text.match(/^(r|second) {2}Rule$/gm)).toEqual(['r  Rule', 'second  Rule'])
  expect(text).toContain('step_delete  delete > 0')
})
