import { lintTable } from '../lint-example'

lintTable('S107', [
  {
    about: 'no end',
    example: `
suppressionQuery: "@a:b"`,
    at: [''],
  },
  {
    about: 'an end',
    example: `
suppressionQuery: "@a:b"
expires: 2027-01-01`,
    at: [],
  },
  {
    about: 'switched off',
    example: `
suppressionQuery: "@a:b"
enabled: false`,
    at: [],
  },
])
