import { lintTable } from '../lint-example'

lintTable('S106', [
  {
    about: 'in two weeks',
    example: `
suppressionQuery: "@a:b"
expires: 2026-06-15`,
    at: ['expires'],
  },
  {
    about: 'in two weeks and a second',
    example: `
suppressionQuery: "@a:b"
expires: 2026-06-15T00:00:01Z`,
    at: [],
  },
  {
    about: 'already over, which is told apart',
    example: `
suppressionQuery: "@a:b"
expires: 2026-05-31`,
    at: [],
  },
  {
    about: 'never',
    example: `
suppressionQuery: "@a:b"`,
    at: [],
  },
])
