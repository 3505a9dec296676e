import { readPipelineTests } from '../../../src/pipeline/samples/read-pipeline-tests'

it('a test whose result is not written yet is told and not run, and the others are', () => {
  const tests = [
    { sample: 'a', result: null },
    { sample: 'b', result: { message: 'b' } },
  ]
  const read = readPipelineTests({ value: { id: 'shop', tests } })
  expect(read.tests?.tests.map(({ sample, index }) => [sample, index])).toEqual([['b', 1]])
  expect(read.findings).toMatchObject([{ code: 'G015', severity: 'warning', path: ['tests', 0, 'result'] }])
})

it('a test without the key is a mistake', () => {
  const read = readPipelineTests({ value: { tests: [{ sample: 'a' }] } })
  expect(read.tests).toBeUndefined()
  expect(read.findings).toMatchObject([{ code: 'G011', severity: 'error' }])
})
