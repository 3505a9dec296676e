import { namedByContent } from '../../../src/event/later/named-by-content'
import { contentDigest } from '../../../src/json/canonical-json'

const content = { timeMs: 1, tags: ['a:b'], attributes: { a: 1, b: { c: [2] } } }

test('the id is the digest of the content, in the event, in a copy, and in what another thread is given', () => {
  const id = contentDigest(content, 32)
  expect({ ...namedByContent(content, content) }).toEqual({ ...content, id, isNamedByContent: true })
  expect(structuredClone(namedByContent(content, content))).toEqual({ ...content, id, isNamedByContent: true })
  const event = namedByContent(content, content)
  expect([event.id, event.id, Object.freeze(namedByContent(content, content)).id]).toEqual([id, id, id])
})

test('what was looked up for a log names it no other way', () => {
  const looked = { ...content, attributes: { ...content.attributes, threat_intel: { hit: true } } }
  const event = namedByContent(looked, content)
  expect(event.id).toBe(contentDigest(content, 32))
  expect(event).toMatchObject({ attributes: looked.attributes, isNamedByContent: true })
})

test('no digest is worked out before somebody asks for the id', () => {
  let reads = 0
  const watched = {
    get a() {
      reads += 1
      return 1
    },
  }
  const event = namedByContent({ ...content, attributes: watched }, content)
  const lazy = namedByContent({ ...content, attributes: watched }, { ...content, attributes: watched })
  expect([event.timeMs, lazy.timeMs, reads]).toEqual([1, 1, 0])
  expect([lazy.id.length, reads > 0]).toEqual([32, true])
})
