export const floors: string[][]
export const worldly: string[]
