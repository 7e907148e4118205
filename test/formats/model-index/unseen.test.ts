import { expect, it } from 'vitest';
import { splitCard } from '../../../src/card/split-card.ts';
import { checkUnseen } from '../../../src/formats/model-index/unseen.ts';

const INDEX = 'license: mit\nmodel-index:\n- name: a\n  results: []\n';

it.each([
  ['is never closed', `---\n${INDEX}\n# Kestrel\n`, 1, /does not end with a line of ---/],
  ['is closed by a longer line', `---\n${INDEX}----\n# Kestrel\n`, 1, /does not end/],
  ['is closed by an indented line', `---\n${INDEX} ---\n# Kestrel\n`, 1, /does not end/],
  ['is closed by ...', `---\n${INDEX}...\n# Kestrel\n`, 6, /not of \.\.\./],
  ['is closed by ... and blanks', `---\n${INDEX}... \n# Kestrel\n`, 6, /not of \.\.\./],
  ['is opened with a blank', `--- \n${INDEX}---\n# Kestrel\n`, 1, /not even a blank/],
  ['is opened with a tab', `---\t\n${INDEX}---\n`, 1, /not even a blank/],
  ['is opened by a longer line', `-----\n${INDEX}---\n`, 1, /nothing else$/],
  ['is opened with a comment', `--- # ours\n${INDEX}---\n`, 1, /nothing else$/],
  ['stands behind empty lines', `\n\n--- \n${INDEX}---\n`, 3, /blank/],
  ['stands behind a byte order mark', `\uFEFF--- \n${INDEX}---\n`, 1, /blank/],
  ['has CRLF', `--- \n${INDEX}---\n`.replaceAll('\n', '\r\n'), 1, /blank/],
  ['has a quoted key', '--- \n"model-index": []\n---\n', 1, /blank/],
])('a model-index is not seen when its front matter %s', (_, text, line, says) => {
  expect(splitCard(text).frontMatter).toBeUndefined();
  expect(checkUnseen(text, 'README.md')).toMatchObject([
    {
      file: 'README.md',
      line,
      column: 1,
      severity: 'warning',
      code: 'front-matter',
      message: expect.stringMatching(says),
    },
  ]);
});

it.each([
  ['nothing', ''],
  ['no front matter', '# Kestrel\n\n---\n\ntext\n'],
  ['a rule at its start', '---\n# Kestrel\n'],
  ['an open front matter without scores', '---\nlicense: mit\n# Kestrel\n'],
  ['an example in its body', `# Kestrel\n\n---\n\n\`\`\`yaml\n---\n${INDEX}---\n\`\`\`\n`],
  ['an example behind a rule', `---\n# Kestrel\n\`\`\`yaml\n${INDEX}\`\`\`\n`],
  ['the word in its text', '--- \nThe `model-index:` of a card\n'],
])('no alarm in a card with %s', (_, text) => {
  expect(checkUnseen(text, 'README.md')).toEqual([]);
});
