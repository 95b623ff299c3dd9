// Pictures of tables: each <figure class="picture" data-picture="…" data-table="…"> is drawn from the table it names.
// The table stays; without this script it is all there is.
//
// A column is named as its <th data-column="…"> names it; the data-value of a cell counts, its text is shown.
//   bars      data-x, data-y, data-series?, data-top? x: a date (upright) or a name (lying); top: how many names
//   line      data-x, data-y, data-series?            x: a date
//   timeline  data-from, data-to?, data-label?, data-series?
//   map       data-lat, data-lon, data-label?, data-series? or data-y? (the size of a dot)
//             data-area (ISO 3166-1 alpha-3), data-y? or data-series?, data-label?
//   network   data-from, data-to
// With data-time, and data-time-end?, any of them plays through the years; data-play="at" shows each year alone. The
// script's own element has the words for that, and for what a picture leaves out (web/frame/picture.html).
import styles from "./pictures/pictures.css" with { type: "text" };
import { fills } from "./pictures/key.js";
import { frame } from "./pictures/svg.js";
import { read } from "./pictures/table.js";
import { tipOf } from "./pictures/tips.js";
import { addYears } from "./pictures/years.js";

const KINDS = {
  bars: () => import("./pictures/bars.js"),
  line: () => import("./pictures/line.js"),
  timeline: () => import("./pictures/timeline.js"),
  map: () => import("./pictures/map.js"),
  network: () => import("./pictures/network.js"),
};
const NARROWEST = 280;
const PAPER = 672; // what the margins leave of A4
const words = document.getElementById("pictures").dataset;

const figures = document.querySelectorAll("figure.picture[data-picture]");
if (figures.length) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.body.append(fills());
  figures.forEach((figure) => start(figure));
}

async function start(figure) {
  const source = document.getElementById(figure.dataset.table);
  const kind = KINDS[figure.dataset.picture];
  if (!source || !kind) return;
  const table = { ...read(source, figure.dataset), words };
  if (!table.rows.length) return;
  const { prepare } = await kind();
  const picture = await prepare(table);
  const drawable = table.rows.filter(picture.shows);
  if (!drawable.length) return; // the table has nothing that such a picture shows
  const place = document.createElement("div");
  place.className = "drawing";
  figure.prepend(place);
  const { tip, hide } = tipOf(place);
  let shown = drawable;
  let width = 0; // none before the page has been laid out
  const name = figure.querySelector("figcaption")?.textContent.trim() || source.caption?.textContent.trim() || "";
  const redraw = (wide = width) => {
    const { svg, key, note } = shown.length ? picture.make(shown, wide) : { svg: frame(wide, 1) };
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", name);
    hide();
    place.replaceChildren(...[svg, key, note, tip].filter(Boolean));
  };
  if (table.columns.time) {
    addYears(figure, { ...table, rows: drawable }, (rows) => {
      shown = rows;
      if (width) redraw();
    });
  }
  addEventListener("beforeprint", () => redraw(PAPER));
  addEventListener("afterprint", () => redraw());
  new ResizeObserver(([entry]) => {
    const room = Math.max(NARROWEST, Math.round(entry.contentRect.width));
    if (room === width) return;
    width = room;
    redraw();
  }).observe(place);
}
