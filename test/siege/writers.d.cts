/** Every command that writes, with the line that runs it. */
export const writers: Readonly<Record<string, { readonly argv: readonly string[] }>>
/** Commands that write and are no writer here, each with its reason. */
export const unbesieged: Readonly<Record<string, string>>
