"use strict";
function sortKey(row, column) {
  const cell = row.cells[column];
  const value = cell.getAttribute("data-value");
  return value === null ? cell.textContent : Number(value);
}
function compareKeys(a, b) {
  if (typeof a !== typeof b) {
    return typeof a === "number" ? -1 : 1;
  }
  return typeof a === "number" ? a - b : a.localeCompare(b, "en", {numeric: true});
}
function sortBy(table, heads, column) {
  const down = heads[column].getAttribute("aria-sort") === "ascending";
  heads.forEach((head) => head.setAttribute("aria-sort", "none"));
  heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
  const rows = Array.from(table.tBodies[0].rows);
  const sign = down ? -1 : 1;
  rows.sort((a, b) => sign * compareKeys(sortKey(a, column), sortKey(b, column)));
  rows.forEach((row) => table.tBodies[0].appendChild(row));
}
document.querySelectorAll("table.sortable").forEach((table) => {
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => sortBy(table, heads, column));
  });
});
