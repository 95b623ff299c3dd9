// A table of the page as rows of values.

const ROLES = ["x", "y", "series", "label", "lat", "lon", "from", "to", "area", "time", "timeEnd"];

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
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(cell?.raw.trim() ?? "");
  return found && new Date(Date.UTC(found[1], (found[2] ?? 1) - 1, found[3] ?? 1));
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

// The width of letters, those of Hangul counted as two.
export function measure(text) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u10ff" ? 2 : 1), 0);
}

// The room that names need beside a picture, at most a share of its width, and how much of them an axis writes in it.
export function roomFor(names, width) {
  const room = Math.min(width * 0.42, 14 + 6.8 * Math.max(0, ...names.map(measure)));
  return { marginLeft: room, lineWidth: (room - 10) / 14 };
}

// What is said of a row when it is pointed at.
export function title(row, ...roles) {
  return roles
    .map((role) => row[role]?.text)
    .filter(Boolean)
    .join("\n");
}
