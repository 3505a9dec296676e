import { html } from '../../src/medium/html-text'
import { xml } from '../../src/medium/xml-text'

const hostile = `<a b="c" d='e'>&]]> ##[error]\u001b\u009b\u202e\ufffe`

it('XML from outside is text', () => {
  expect(String(xml`<x y="${`${hostile}\nz`}"/>`)).toBe(
    '<x y="&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;]]&gt; &#35;#[error]����&#10;z"/>',
  )
})

it('HTML from outside is text on one line', () => {
  expect(String(html`<p>${'<b onclick="x">\n'}${html`<br>`}</p>`)).toBe('<p>&lt;b onclick=&quot;x&quot;&gt;⏎<br></p>')
})
