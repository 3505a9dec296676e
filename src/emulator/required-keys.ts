/** Keys that the emulated tenant knows, for rehearsing what a wrong key or a read-only key meets. */
export interface RequiredKeys {
  readonly apiKey: string
  readonly appKey: string
  /** What the application key may do; everything when absent. */
  readonly permissions?: readonly string[]
}
