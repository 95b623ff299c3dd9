// Answers a query over the sources given, and prints its rows as JSON: node join.mjs QUERY SOURCE...
import { QueryEngine } from '@comunica/query-sparql';

const [query, ...sources] = process.argv.slice(2);
const rows = await new QueryEngine().queryBindings(query, { sources });
const terms = (row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value]));
console.log(JSON.stringify((await rows.toArray()).map(terms)));
