// Playing through the years: a slider and a button that show what held in a year, by the column that data-time names.
// A row holds from its time on, to data-time-end where it has one; with data-play="at", in that year alone.

const STEP = 450; // milliseconds a year is shown
const CALM = 1500; // for those who ask for less motion

export function addYears(figure, table, show) {
  const { data, rows, columns, words } = table;
  const dated = rows.map((row) => ({ row, from: year(row.time), to: columns.timeEnd ? year(row.timeEnd) : null }));
  const years = dated.flatMap(({ from, to }) => [from, to]).filter((one) => one !== null);
  if (!years.length) return;
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const { control, slider, button, told } = build(words, first, last);
  figure.querySelector(".drawing").after(control);

  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    button.textContent = `▶ ${words.play}`;
  };
  const set = (wanted) => {
    slider.value = wanted;
    const now = slider.valueAsNumber;
    told.textContent = now;
    show(dated.filter(({ from, to }) => holds(from, to, now, data.play)).map(({ row }) => row));
  };
  const play = () => {
    if (slider.valueAsNumber >= last) set(first);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    button.textContent = `❚❚ ${words.pause}`;
    timer = setInterval(
      () => (slider.valueAsNumber >= last ? stop() : set(slider.valueAsNumber + 1)),
      calm ? CALM : STEP,
    );
  };
  button.addEventListener("click", () => (timer ? stop() : play()));
  slider.addEventListener("input", () => {
    stop();
    set(slider.valueAsNumber);
  });
  stop();
  set(last);
}

function build(words, first, last) {
  const control = document.createElement("p");
  control.className = "years";
  const button = document.createElement("button");
  button.type = "button";
  const label = document.createElement("label");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: first, max: last, step: 1 });
  const told = document.createElement("span");
  told.className = "year";
  told.setAttribute("aria-hidden", "true"); // the slider says it
  label.append(`${words.year} `, slider, told);
  control.append(button, label);
  return { control, slider, button, told };
}

function holds(from, to, now, play) {
  if (from === null) return false;
  return play === "at" ? from === now : from <= now && (to === null || now <= to);
}

function year(cell) {
  const found = /^\d{4}/.exec(cell?.raw ?? "");
  return found && Number(found[0]);
}
