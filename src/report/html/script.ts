/**
 * What runs in the page: it makes the headers of tables that have sort keys into buttons, and filters the scores. Without
 * it the page shows the same, unsorted. No `<` before a letter or `/`, which would end the script for some parsers.
 */
export const SCRIPT = `'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b));

  for (const [id, keys] of Object.entries(data.tables)) {
    const table = document.getElementById(id);
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, at) => ({ row, keys: keys[at] }));
    const headers = [...table.querySelectorAll('th[data-column]')];

    const sort = (header) => {
      const sign = header.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      const column = Number(header.dataset.column);
      for (const other of headers) other.removeAttribute('aria-sort');
      header.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
      rows.sort(({ keys: a }, { keys: b }) => {
        const [left, right] = [a[column], b[column]];
        if (left === null || right === null) return (left === null) - (right === null);
        return sign * compare(left, right);
      });
      body.append(...rows.map(({ row }) => row));
    };

    for (const header of headers) {
      const title = header.querySelector('.title');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = title.textContent;
      button.addEventListener('click', () => sort(header));
      title.replaceChildren(button);
    }

    const filter = document.getElementById(id + '-filter');
    if (filter === null) continue;
    const [input, output] = [filter.querySelector('input'), filter.querySelector('output')];
    const texts = new Map(rows.map(({ row, keys }) => [row, keys.join(' ').toLowerCase()]));
    const apply = () => {
      const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of texts) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      output.textContent = words.length === 0 ? '' : shown + ' of ' + rows.length;
    };
    input.addEventListener('input', apply);
    filter.hidden = false;
    apply();
  }
})();
`;

/** Of the script above, for the page's Content-Security-Policy; a test knows the right one after a change. */
export const SCRIPT_HASH = 'sha256-helAhk5MoyKie0uyCipzmQvzrEj8ToduJfd0w6GJwcw=';
