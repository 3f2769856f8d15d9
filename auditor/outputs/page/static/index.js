// The index of a folder: sorting and filtering the table of reports.
{
  const $ = (id) => document.getElementById(id);
  const words = JSON.parse($("data").textContent).words;
  const table = $("reports");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({
    row,
    status: row.dataset.status,
    words: row.cells[0].textContent.toLowerCase() + "\n" + row.cells[2].textContent.toLowerCase(),
    keys: [...row.cells].map((cell) => cell.textContent.trim()),
  }));
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const number = (text) => { const found = parseFloat(text.replace(/,/g, "")); return Number.isNaN(found) ? -Infinity : found; };
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const numeric = head.dataset.kind === "number";
    const was = head.getAttribute("aria-sort");
    const falling = was ? was === "ascending" : numeric;
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const key = numeric ? (each) => number(each.keys[column]) : null;
    const compare = numeric ? (one, other) => key(one) - key(other) || 0 : (one, other) => collator.compare(one.keys[column], other.keys[column]);
    rows.sort((one, other) => (falling ? compare(other, one) : compare(one, other)));
    body.append(...rows.map((each) => each.row));
  }));
  const search = $("search");
  const filter = () => {
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const status = $("status").value;
    let shown = 0;
    for (const each of rows) {
      const fits = (!status || each.status === status) && wanted.every((word) => each.words.includes(word));
      each.row.hidden = !fits;
      shown += fits;
    }
    $("live").textContent = words.live.replace("{shown}", shown).replace("{all}", rows.length);
  };
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  $("status").addEventListener("change", filter);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.activeElement.matches("input, select")) return;
    event.preventDefault();
    search.focus();
  });
  filter();
}
