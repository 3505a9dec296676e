import { nameOfField } from '../field-named'
import { readNumber } from '../number-literal'
import type { Field, Query } from '../query'
import type { ValueTest } from './value-test'

/** Values of one field of which one must be met, asked in one look-up instead of one by one. */
interface EqualityGroup {
  readonly field: Field
  readonly test: ValueTest
}

/** Splits the branches of an OR into groups of plain equalities on one field, and the rest. */
export function equalityGroups(branches: readonly Query[]): {
  readonly groups: readonly EqualityGroup[]
  readonly others: readonly Query[]
} {
  const byField = new Map<string, { field: Field; texts: Set<string>; branches: Query[] }>()
  const others: Query[] = []
  for (const branch of branches) {
    const equality = equalityOf(branch)
    if (equality === undefined) {
      others.push(branch)
      continue
    }
    const name = nameOfField(equality.field)
    const group = byField.get(name) ?? { field: equality.field, texts: new Set(), branches: [] }
    group.texts.add(equality.text)
    group.branches.push(branch)
    byField.set(name, group)
  }
  const groups: EqualityGroup[] = []
  for (const group of byField.values()) {
    if (group.branches.length === 1) others.push(...group.branches)
    else groups.push({ field: group.field, test: equalToAny(group.texts) })
  }
  return { groups, others }
}

function equalityOf(query: Query): { readonly field: Field; readonly text: string } | undefined {
  if (query.kind !== 'clause') return undefined
  const { field, value } = query
  const isEquality = value.kind === 'term' || value.kind === 'phrase'
  const isPlain =
    field.kind === 'attribute' || (field.kind === 'reserved' && field.name !== 'message' && field.name !== 'timestamp')
  return isEquality && isPlain ? { field, text: value.text } : undefined
}

function equalToAny(texts: ReadonlySet<string>): ValueTest {
  const numbers = new Set([...texts].map(readNumber).filter((number) => number !== undefined))
  return (stored) => {
    if (typeof stored === 'string') return texts.has(stored)
    if (typeof stored === 'number') return numbers.has(stored)
    return typeof stored === 'boolean' && texts.has(stored ? 'true' : 'false')
  }
}
