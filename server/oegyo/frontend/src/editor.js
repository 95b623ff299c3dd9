// The editor at /sparql: the form of the page with a better box for the query, whose answer comes without leaving the
// page.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { addCompletion } from "./editor/completion.js";
import { Faults } from "./editor/faults.js";
import { Run, asked } from "./editor/run.js";

const form = document.querySelector("form.query");
if (form) start(form);

async function start(form) {
  const area = form.querySelector("textarea");
  const language = document.documentElement.lang;
  const completers = await addCompletion(Yasqe, language);
  const box = document.createElement("div");
  area.before(box);
  const editor = new Yasqe(box, {
    value: shared() ?? area.value,
    autocompleters: completers,
    persistenceId: null, // the address is what keeps a query
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    screenReaderLabel: form.querySelector("label").textContent,
    // Tab leaves the box, so that nobody is caught in it; Ctrl-S is the browser's.
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-S": false, "Ctrl-Enter": submit, "Cmd-Enter": submit },
  });
  editor.showNotification = () => {}; // its hints are in English alone, and say what the page says
  area.hidden = true;
  editor.on("change", () => (area.value = editor.getValue())); // what the form sends
  area.value = editor.getValue();
  const keys = document.getElementById("keys");
  keys.hidden = false;
  box.before(keys);
  editor.getInputField().setAttribute("aria-describedby", keys.id);
  form.querySelector("label").addEventListener("click", () => editor.focus());

  const faults = new Faults(editor);
  const run = new Run(form, faults);
  faults.show(document.getElementById("answer"));
  addEventListener("popstate", () => location.reload());
  form.addEventListener("submit", (event) => {
    if ((form.elements.format?.value ?? "html") !== "html") return; // a file: the browser's own affair
    event.preventDefault();
    run.start(asked(form));
  });
  addExamples(editor, language);
  addCopying(run.status, () => asked(form).address);

  function submit() {
    form.requestSubmit();
  }
}

// A query that came in the part of an address that browsers keep to themselves, as other editors share theirs.
function shared() {
  return new URLSearchParams(location.hash.slice(1)).get("query");
}

function addExamples(editor, language) {
  const select = document.getElementById("examples");
  if (!select) return;
  const line = select.closest("[hidden]");
  line.hidden = false;
  document.querySelector("form.query").prepend(line);
  select.addEventListener("change", async () => {
    if (!select.value) return;
    const response = await fetch(`/queries/${encodeURIComponent(select.value)}.rq?lang=${language}`);
    const text = await response.text();
    if (!response.ok) return;
    // What the header says is on the page of the question.
    editor.setValue(text.replace(/^#\+.*\n/gm, "").trimStart());
    editor.focus();
  });
}

function addCopying(status, link) {
  const button = document.getElementById("copy");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link());
      status.say(status.words.copied);
    } catch {
      // not allowed: the address is at least there to be copied by hand
      history.replaceState(null, "", link());
      status.say(status.words.shown);
    }
  });
}
