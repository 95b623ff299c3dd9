// What is said of a mark while it is pointed at or touched. All of it stands in the table too.
const said = new WeakMap();
const NEAR = 20; // so far from a small mark a pointer still means it
const SMALL = 40;

// Let `lines` be said of `mark`.
export function say(mark, lines) {
  mark.classList.add("mark");
  said.set(mark, lines.filter(Boolean));
  return mark;
}

// The box in which the marks in `place` are spoken of, wherever it has room there.
export function tipOf(place) {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  let pointed = null;
  const point = (mark) => {
    if (mark === pointed) return;
    pointed?.classList.remove("pointed");
    mark?.classList.add("pointed");
    pointed = mark;
    tip.hidden = !mark;
    if (mark) tip.replaceChildren(...said.get(mark).map(paragraph));
  };
  const follow = (event) => {
    point(said.has(event.target) ? event.target : nearest(place, event));
    if (pointed) put(tip, place.getBoundingClientRect(), event);
  };
  place.addEventListener("pointermove", follow);
  place.addEventListener("pointerdown", follow);
  place.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && point(null));
  document.addEventListener("pointerdown", (event) => place.contains(event.target) || point(null));
  document.addEventListener("keydown", (event) => event.key === "Escape" && point(null));
  return { tip, hide: () => point(null) };
}

function paragraph(line) {
  const one = document.createElement("p");
  one.textContent = line;
  return one;
}

function nearest(place, { clientX, clientY }) {
  let [found, least] = [null, NEAR];
  for (const mark of place.querySelectorAll(".mark")) {
    const { left, right, top, bottom, width, height } = mark.getBoundingClientRect();
    if (width > SMALL || height > SMALL) continue;
    const away = Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
    if (away < least) [found, least] = [mark, away];
  }
  return found;
}

function put(tip, frame, { clientX, clientY }) {
  const [x, y] = [clientX - frame.left, clientY - frame.top];
  const above = y - tip.offsetHeight - NEAR / 2;
  tip.style.left = `${Math.max(0, Math.min(x - tip.offsetWidth / 2, frame.width - tip.offsetWidth))}px`;
  tip.style.top = `${above >= 0 ? above : y + NEAR}px`;
}
