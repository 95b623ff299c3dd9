// Running a query: the page that would come is fetched, and its answer put into this one.

const LONGEST = 7000; // characters of an address that every proxy passes on

// What the form asks: its parameters, whether they are few enough for an address, and the address that brings them
// back here.
export function asked(form) {
  const parameters = new URLSearchParams(new FormData(form));
  parameters.delete("format");
  const text = parameters.toString();
  const short = text.length <= LONGEST;
  return { parameters, short, address: `${form.action}${short ? "?" : "#"}${text}` };
}

export class Run {
  #form;
  #faults;
  #stop = document.getElementById("stop");
  #running;

  constructor(form, faults) {
    this.#form = form;
    this.#faults = faults;
    this.status = new Status(document.getElementById("status"));
    form.querySelector("button").after(this.#stop, document.getElementById("copy"));
    document.getElementById("status").after(document.getElementById("answer"));
    // The request ends with it, and with the request the server's work.
    this.#stop.addEventListener("click", () => this.#running?.abort());
  }

  async start({ parameters, short, address }) {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#stop.hidden = false;
    this.#faults.clear();
    this.status.say(this.status.words.running);
    try {
      const response = await fetch(short ? address : this.#form.action, {
        method: short ? "GET" : "POST",
        body: short ? undefined : parameters,
        headers: { Accept: "text/html" },
        signal: running.signal,
      });
      const text = await response.text();
      if (!response.headers.get("content-type")?.startsWith("text/html")) {
        this.status.say(toldBy(text)); // a refusal from before the pages, such as for too many requests
        return;
      }
      this.#show(new DOMParser().parseFromString(text, "text/html"));
      if (location.href !== address) history.pushState(null, "", address);
    } catch {
      if (this.#running === running) {
        const { stopped, unreachable } = this.status.words;
        this.status.say(running.signal.aborted ? stopped : unreachable);
      }
    } finally {
      if (this.#running === running) this.#stop.hidden = true;
    }
  }

  // Put here what the page that was fetched says in its heading and its answer.
  #show(page) {
    const found = page.getElementById("answer");
    const here = document.getElementById("answer");
    const heading = page.querySelector("h1")?.textContent ?? "";
    document.title = page.title;
    document.querySelector("h1").textContent = heading;
    here.dataset.line = found?.dataset.line ?? "";
    here.dataset.column = found?.dataset.column ?? "";
    here.replaceChildren(...(found?.childNodes ?? []));
    this.status.say(here.querySelector("p")?.textContent ?? heading, { seen: false });
    this.#faults.show(here);
  }
}

// The words of a problem in JSON (RFC 9457).
function toldBy(text) {
  const { title, detail, advice } = JSON.parse(text);
  return [title, detail, advice].filter(Boolean).join(" – ");
}

// The line that says what is going on; its words, in the language of the page, are data of its element.
class Status {
  #element;

  constructor(element) {
    this.#element = element;
    this.words = element.dataset;
  }

  // Say `text`; when the page shows it elsewhere, to those alone who are read to.
  say(text, { seen = true } = {}) {
    this.#element.classList.toggle("unseen", !seen);
    this.#element.textContent = text;
  }
}
