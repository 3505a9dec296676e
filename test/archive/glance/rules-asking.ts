import { compileRules } from '../../../src/detect/compile-rules'

/** A rule for each query, in their order. */
export function rulesAsking(queries: readonly string[]): ReturnType<typeof compileRules> {
  return compileRules(
    queries.map((query, index) => ({
      name: `${index}`,
      message: '',
      isEnabled: true,
      queries: [{ query }],
      cases: [{ status: 'low' as const, condition: 'a > 0' }],
      options: {},
    })),
  )
}
