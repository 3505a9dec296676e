interface Lock {
  readonly packages: Readonly<Record<string, object>>
}
export function packagesOf(lock: Lock): readonly {
  readonly name: string
  readonly version: string
  readonly isShipped: boolean
  readonly runsScript: boolean
}[]
export function licenceIn(described: object): string | undefined
export function isAllowed(expression: string): boolean
export function problemsOf(lock: Lock, said: (path: string) => string | undefined): readonly string[]
export function billProblems(lock: Lock, bill: object): readonly string[]
