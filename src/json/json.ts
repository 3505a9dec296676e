/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** An object as JSON has it. */
export type JsonObject = { readonly [key: string]: Json }
