/** An organisation as the tenant names it. */
export interface TenantOrg {
  /** Its UUID, its short public id, or both. */
  readonly ids: readonly string[]
  readonly name?: string
}

/** Whether the keys may do something. */
export interface TenantRight {
  readonly permission: string
  /** Undefined where the tenant did not tell. */
  readonly isHeld: boolean | undefined
  readonly because?: string
}

/** What the API key says of itself. */
export interface ApiKeyState {
  readonly isValid: boolean
  readonly scopes: readonly string[]
}

/** Whose keys a tenant is reached with, and what they may do. Nothing here writes, and no key is ever answered. */
export interface Account {
  /** The organisation of the keys. Throws the WorldError of the last way of asking, where none of them answers. */
  org(): Promise<TenantOrg>
  /** Throws where the keys are not accepted at all. */
  rights(): Promise<readonly TenantRight[]>
  /** Undefined where it is not told, or where there is none but a token. */
  apiKey(): Promise<ApiKeyState | undefined>
  /** Who the application key or the token acts for, where it is told. */
  user(): Promise<string | undefined>
}
