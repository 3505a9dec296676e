/** An organisation as Datadog names it. */
export interface EmulatedOrg {
  /** A UUID. */
  readonly id: string
  readonly publicId: string
  readonly name: string
}

/** The one that is played unless another is named. */
export const emulatedOrg: EmulatedOrg = {
  id: '00000000-0000-4000-8000-000000000001',
  publicId: 'emulator',
  name: 'Emulated organisation',
}
