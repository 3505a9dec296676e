/** A file that a new workspace gets, if there is none of that name. */
export interface NewFile {
  /** Below the folder that it is made for. */
  readonly path: string
  readonly text: string
  readonly mode?: number
}
