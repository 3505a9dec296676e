import type { Value } from '../query'
import { compileValueTest } from './value-test'
import { compileWildcard } from './wildcard'

/** The test that `key:value` makes on one tag as a whole. `_exists_:key` also finds the bare tag `key`, `key:*` does not. */
export function compileTagTest(key: string, value: Value): (tag: string) => boolean {
  const prefix = `${key}:`
  switch (value.kind) {
    case 'any':
      return (tag) => tag.startsWith(prefix)
    case 'exists':
      return (tag) => tag === key || tag.startsWith(prefix)
    case 'term':
    case 'phrase': {
      const wanted = prefix + value.text
      return (tag) => tag === wanted
    }
    case 'wildcard':
      return compileWildcard([{ kind: 'text', text: prefix }, ...value.pattern])
    case 'comparison':
    case 'range': {
      if (value.kind === 'range' && value.lower.bound === undefined && value.upper.bound === undefined) {
        return (tag) => tag === key || tag.startsWith(prefix)
      }
      const matches = compileValueTest(value)
      return (tag) => tag.startsWith(prefix) && matches(tag.slice(prefix.length))
    }
  }
}
