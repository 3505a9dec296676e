export function problemsOf(
  described: { readonly [key: string]: unknown },
  tag: string,
  changelog: string,
): readonly string[]
