// Lines: y over time, one for each series, with a dot where there is a value.
import { axisX, axisY, dot, gridY, line, plot, pointer, ruleY, tip } from "@observablehq/plot";
import { amount, colours, keyOf, shapes } from "./key.js";
import { day, distinct, number, title } from "./table.js";

export function prepare(table) {
  const { columns } = table;
  if (!columns.x || !columns.y) return null;
  const names = distinct(table.rows, "series");
  return (rows, width) => {
    const series = columns.series ? (row) => row.series.text : undefined;
    const shown = rows.filter((row) => day(row.x) && Number.isFinite(number(row.y)));
    const said = { x: (row) => day(row.x), y: (row) => number(row.y) };
    const strong = series ?? "var(--picture-1)";
    const svg = plot({
      width,
      height: Math.min(380, Math.max(230, width * 0.45)),
      marginLeft: 52,
      marginTop: 26,
      marginRight: 20,
      style: { fontSize: "12px" },
      color: colours(names),
      symbol: shapes(names),
      x: { type: "utc", label: null },
      y: { nice: true, zero: true },
      marks: [
        gridY(),
        axisX({ ticks: Math.max(2, width / 110) }),
        axisY({ label: columns.y.title, tickFormat: amount }),
        ruleY([0]),
        line(shown, { ...said, z: series, stroke: strong, strokeWidth: 1.75, sort: said.x }),
        dot(shown, { ...said, fill: strong, symbol: series, r: 3 }),
        tip(shown, pointer({ ...said, title: (row) => title(row, "x", "series", "y") })),
      ],
    });
    return { svg, key: keyOf(names, { dots: true }) };
  };
}
