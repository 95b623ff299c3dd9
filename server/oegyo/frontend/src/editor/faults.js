// What is wrong with a query, shown at its line.

export class Faults {
  #editor;
  #widget;
  #line;

  constructor(editor) {
    this.#editor = editor;
    editor.on("change", () => this.clear());
  }

  // Show what `answer`, the part of a page that says what came of a query, says of a line.
  show(answer) {
    this.clear();
    const line = Number(answer?.dataset.line) - 1;
    if (!(line >= 0 && line < this.#editor.lineCount())) return;
    const column = Math.max(0, Number(answer.dataset.column) - 1 || 0);
    const note = document.createElement("div");
    note.className = "fault";
    note.textContent = answer.querySelector("p")?.textContent ?? "";
    this.#line = this.#editor.addLineClass(line, "background", "fault-line");
    this.#widget = this.#editor.addLineWidget(line, note, { coverGutter: false, noHScroll: true });
    this.#editor.setCursor({ line, ch: column });
    this.#editor.focus();
  }

  clear() {
    this.#widget?.clear();
    if (this.#line) this.#editor.removeLineClass(this.#line, "background", "fault-line");
    this.#widget = this.#line = undefined;
  }
}
