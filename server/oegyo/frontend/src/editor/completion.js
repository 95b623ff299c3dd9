// What the editor completes: the prefixes of this server and the terms of its graph, both from /sparql/terms.json.

const LIMIT = 50;

export async function addCompletion(Yasqe, language) {
  const { prefixes, terms } = await known();
  const declarations = Object.entries(prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
  const labels = new Map(terms.map((one) => [one.name, one.labels[language] ?? one.labels.en ?? ""]));
  const searched = terms.map((one) => [one.name, Object.values(one.labels).join("\n").toLowerCase()]);

  // Yasqe's own completers of classes and properties would ask another host.
  Yasqe.defaults.autocompleters = [];
  Yasqe.forkAutocompleter("prefixes", { name: "our-prefixes", get: () => declarations, persistenceId: null }, false);
  const completer = {
    bulk: false,
    get: (_editor, token) => matches(searched, token.string.trim()),
    postprocessHints: (_editor, hints) =>
      hints.map((hint) => ({
        ...hint,
        displayText: labels.get(hint.text) ? `${hint.text}  ${labels.get(hint.text)}` : hint.text,
      })),
  };
  // A prefixed name is completed while it is written; a bare word, in any language, when Ctrl-Space asks.
  const name = (editor) => inPattern(editor) && editor.getCompleteToken().string;
  Yasqe.registerAutocompleter(
    {
      ...completer,
      name: "names",
      autoShow: true,
      isValidCompletionPosition: (editor) => /^[\w-]+:/.test(name(editor) || ""),
    },
    false,
  );
  Yasqe.registerAutocompleter(
    {
      ...completer,
      name: "words",
      autoShow: false,
      isValidCompletionPosition: (editor) => /^[\p{L}][\p{L}\p{M}\w-]*$/u.test(name(editor) || ""),
    },
    false,
  );
  return ["variables", "our-prefixes", "names", "words"];
}

async function known() {
  try {
    const response = await fetch("/sparql/terms.json");
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
  } catch {
    // the editor works without
  }
  return { prefixes: {}, terms: [] };
}

function matches(terms, typed) {
  const wanted = typed.toLowerCase();
  const first = [];
  const others = [];
  for (const [name, labels] of terms) {
    const low = name.toLowerCase();
    if (low === wanted) continue;
    if (low.startsWith(wanted)) first.push(name);
    else if (!wanted.includes(":") && (low.includes(wanted) || labels.includes(wanted))) others.push(name);
  }
  return [...first, ...others].slice(0, LIMIT);
}

// Whether the cursor is where a term may stand: neither in a declaration, nor in a comment, nor in a text.
function inPattern(editor) {
  const cursor = editor.getDoc().getCursor();
  const before = editor.getDoc().getLine(cursor.line).slice(0, cursor.ch);
  const type = editor.getTokenAt(cursor).type ?? "";
  return !/^\s*prefix\b/i.test(before) && type !== "comment" && type !== "string";
}
