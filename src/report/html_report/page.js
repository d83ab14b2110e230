// Sorting and filtering. The page is whole without it; nothing is fetched, kept or sent.
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A cell sorts by its number or word where it has one, else by its text; what is empty stands last, either way.
  const key = (row, column, numeric) => {
    const cell = row.cells[column];
    const text = cell.dataset.sort ?? cell.textContent.trim().toLowerCase();
    if (text === '') return null;
    return numeric ? Number.parseFloat(text) : text;
  };
  const order = (a, b) => (typeof a === 'number' ? a - b : a < b ? -1 : a > b ? 1 : 0);

  const sort = (table, head) => {
    const ascending = head.getAttribute('aria-sort') !== 'ascending';
    const numeric = head.dataset.sorts === 'number';
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, at) => ({ row, at, key: key(row, head.cellIndex, numeric) }));
    rows.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.at - b.at;
      return (ascending ? order(a.key, b.key) : order(b.key, a.key)) || a.at - b.at;
    });
    body.append(...rows.map(({ row }) => row));
    all('th', table).forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  };

  for (const table of all('table')) {
    for (const head of all('th[data-sorts]', table)) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      button.addEventListener('click', () => sort(table, head));
      head.replaceChildren(button);
    }
  }

  const form = document.getElementById('filter');
  const rows = all('table.initiatives tbody tr');
  if (!form || rows.length === 0) return;
  const said = form.querySelector('output');

  const apply = () => {
    const words = form.elements.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const team = form.elements.team.value;
    const state = form.elements.state.value;
    const shown = new Set();
    for (const row of rows) {
      const holds =
        words.every((word) => row.dataset.words.includes(word)) &&
        (team === '' || row.dataset.teams.split(' ').includes(team)) &&
        (state === '' || row.dataset.state === state);
      if (holds) shown.add(row.dataset.id);
    }
    const whole = words.length === 0 && team === '' && state === '';
    for (const element of all('[data-id]')) {
      const holds = whole || shown.has(element.dataset.id);
      if (element.closest('svg')) element.classList.toggle('dim', !holds);
      else element.hidden = !holds;
    }
    said.textContent = whole ? `${rows.length} initiatives` : `${shown.size} of ${rows.length} initiatives`;
  };

  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(apply));
  form.hidden = false;
  apply();
})();
