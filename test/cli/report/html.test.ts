import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, valueText } from '../../../src/cli/report/html.ts';

test('what is put into a template is text, in elements and in attributes, and templates in it stay markup', () => {
  const inner = html`<b>${'<i>'}</b>`;
  assert.equal(
    html`<p title="${'" onload="x'}">${[inner, '&', 3, false, null, undefined]}</p>`.text,
    '<p title="&quot; onload=&quot;x"><b>&lt;i&gt;</b>&amp;3</p>',
  );
});

test('characters that could hide or turn the text around them are shown as such', () => {
  assert.equal(html`${'a\u202Eb\u0000c\nd\uD800'}`.text, 'a\uFFFDb\uFFFDc d\uFFFD');
});

test('values are cut by whole characters, and empty ones can be seen', () => {
  assert.equal(valueText('🙂🙂🙂', 2), '🙂…');
  assert.equal(valueText(null), '(missing)');
  assert.equal(valueText(' '), '“ ”');
});
