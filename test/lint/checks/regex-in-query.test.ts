import { lintTable } from '../lint-example'

lintTable('R317', [
  {
    about: 'between slashes',
    example: `
queries: [{ name: a, query: "source:x @a:/adm.*/" }]`,
    at: ['queries[0].query "/adm.*/"'],
  },
  {
    about: 'a path with a star',
    example: `
queries: [{ name: a, query: "source:x @http.url_details.path:/admin/*/" }]`,
    at: [],
  },
  {
    about: 'a name with dots and a star',
    example: `
queries: [{ name: a, query: "source:gcp.*" }]`,
    at: [],
  },
  {
    about: 'in quotes it is meant literally',
    example: `
queries: [{ name: a, query: "source:x @a:\\"/adm.*/\\"" }]`,
    at: [],
  },
])
