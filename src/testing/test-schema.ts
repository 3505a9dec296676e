import type { MapShape } from '../shape/shape'
import { shapeSchema } from '../shape/shape-schema'
import {
  baseShape,
  expectShape,
  fileShape,
  logShape,
  signalShape,
  stepShape,
  testShape,
  textShape,
} from './test-shapes'

/** JSON Schema of `*.test.yaml`, for completion and hover text in editors. A mistyped key is an error there too. */
export function testJsonSchema(): object {
  const signal = closed(signalShape({ text: closed(textShape), step: closed(stepShape) }))
  const log = { ...closed(logShape), oneOf: oneOrigin }
  const test = closed(testShape({ log, expect: closed(expectShape(signal)) }))
  const base = { ...closed(baseShape), oneOf: oneOrigin }
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Tests', ...closed(fileShape({ base, test })) }
}

const oneOrigin = [{ required: ['log'] }, { required: ['file'] }, { required: ['base'] }]

function closed(shape: MapShape): object {
  return shapeSchema(shape, 'mistakes')
}
