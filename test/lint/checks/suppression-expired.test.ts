import { lintTable } from '../lint-example'

lintTable('S105', [
  {
    about: 'yesterday',
    example: `
suppressionQuery: "@a:b"
expires: 2026-05-31`,
    at: ['expires'],
  },
  {
    about: 'at this very moment',
    example: `
suppressionQuery: "@a:b"
expires: 2026-06-01`,
    at: ['expires'],
  },
  {
    about: 'tomorrow',
    example: `
suppressionQuery: "@a:b"
expires: 2026-06-02`,
    at: [],
  },
  {
    about: 'switched off anyway',
    example: `
suppressionQuery: "@a:b"
expires: 2026-05-31
enabled: false`,
    at: [],
  },
])
