export function audit(
  lock: { readonly packages: Readonly<Record<string, object>> },
  options?: { readonly registry?: string; readonly timeoutMs?: number },
): Promise<{ readonly exitCode: 0 | 1 | 2; readonly lines: readonly string[] }>
