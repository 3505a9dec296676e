/** What is wrong in a regular expression, and where: thrown by the readers of this folder to who asked them to read. */
export class RegexTrouble extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message)
  }
}
