/** The comments below pull requests, or merge requests, by their numbers. */
export interface Comments {
  /** The hash of the last commit; undefined where that is not told. */
  headOf(pull: number): Promise<string | undefined>
  /** Tells who of the writers we are: anybody may write our marker. */
  ownWriter(): Promise<(writer: unknown) => boolean>
  /** A hundred of them, or what is left. */
  page(pull: number, page: number): Promise<readonly Listed[]>
  create(pull: number, body: string): Promise<void>
  update(pull: number, id: number, body: string): Promise<void>
}

interface Listed {
  readonly id: unknown
  readonly body: unknown
  readonly writer: unknown
}
