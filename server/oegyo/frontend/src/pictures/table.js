// A table of the page as rows of values.

const ROLES = ["x", "y", "series", "label", "lat", "lon", "from", "to", "area", "time", "timeEnd"];
const HEADED = ["y", "from", "to", "time"];
const DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/;

// The `rows` of the table `element`, each value by the role that `data` gives its column, and the heading of each role.
export function read(element, data) {
  const heads = [...element.tHead.rows[0].cells];
  const columns = {};
  for (const role of ROLES) {
    const place = heads.findIndex(
      (head) => data[role] && (head.dataset.column ?? head.textContent.trim()) === data[role],
    );
    if (place >= 0) columns[role] = { place, title: heads[place].textContent.trim() };
  }
  const rows = [...element.tBodies]
    .flatMap((body) => [...body.rows])
    .map((row) => {
      const values = {};
      for (const [role, { place }] of Object.entries(columns)) {
        const cell = row.cells[place];
        values[role] = {
          raw: cell?.dataset.value ?? cell?.textContent.trim() ?? "",
          text: cell?.textContent.trim() ?? "",
        };
      }
      return values;
    });
  return { columns, rows, data };
}

// The number that a cell holds; NaN when it holds none.
export function number(cell) {
  const text = cell?.raw.trim() ?? "";
  return text === "" ? NaN : Number(text);
}

// The day that a date of any precision begins with; null when a cell holds no date.
export function day(cell) {
  const found = DATE.exec(cell?.raw.trim() ?? "");
  return found && new Date(Date.UTC(found[1], (found[2] ?? 1) - 1, found[3] ?? 1));
}

// The day after a date of any precision: after a year, the first of the next one; null when a cell holds no date.
export function dayAfter(cell) {
  const [, year, month, date] = DATE.exec(cell?.raw.trim() ?? "") ?? [];
  if (!year) return null;
  if (!month) return new Date(Date.UTC(Number(year) + 1, 0));
  return new Date(date ? Date.UTC(year, month - 1, Number(date) + 1) : Date.UTC(year, month));
}

// Whether each value that a column has is a date, or a year.
export function isDated(rows, role) {
  const values = rows.map((row) => row[role]?.raw).filter(Boolean);
  return values.length > 0 && values.every((value) => /^\d{4}(-\d\d(-\d\d.*)?)?$/.test(value));
}

// The different texts of a column, in the order of the table.
export function distinct(rows, role) {
  return [...new Set(rows.map((row) => row[role]?.text).filter(Boolean))];
}

// What a picture says of a row: its `roles`, and before numbers and dates what they are.
export function told(row, columns, ...roles) {
  return roles
    .filter((role) => row[role]?.text)
    .map((role) => (HEADED.includes(role) ? `${columns[role].title}: ${row[role].text}` : row[role].text));
}
