// The table of a privacy notice as a generator prints it, from nothing but the JSON: Markdown and HTML.

import type { components } from "./generated/api.d.ts";

export type Table = components["schemas"]["ProcessorTable"];
type Row = Table["rows"][number];
type Column = Table["columns"][number];

/** What a cell says: words, or addresses. */
function cell(table: Table, row: Row, column: Column): string | string[] {
  const value = row[column.id];
  if (value === undefined || value === null) return table.unknown;
  return Array.isArray(value) ? value : String(value);
}

const inMarkdown = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/[\\|*_`[\]~#$]/g, "\\$&").replace(/\n/g, "<br>");

export function markdown(table: Table): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |\n`;
  const said = (value: string | string[]) =>
    typeof value === "string" ? inMarkdown(value) : value.map((address) => `<${address}>`).join("<br>");
  const rows = table.rows.map((row) => line(table.columns.map((column) => said(cell(table, row, column)))));
  const notes = table.notes.map((note) => `\n${inMarkdown(note)}\n`);
  return [line(table.columns.map((column) => inMarkdown(column.label))), line(table.columns.map(() => "---")), ...rows, ...notes].join("");
}

const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const inHtml = (text: string) => text.replace(/[&<>"]/g, (character) => NAMED[character]!);

export function html(table: Table): string {
  const said = (value: string | string[]) =>
    typeof value === "string"
      ? inHtml(value)
      : value.map((address) => `<a href="${inHtml(address)}">${inHtml(address)}</a>`).join("<br>");
  const head = table.columns.map((column) => `<th>${inHtml(column.label)}</th>`).join("");
  const body = table.rows.map((row) => `<tr>${table.columns.map((column) => `<td>${said(cell(table, row, column))}</td>`).join("")}</tr>`);
  const notes = table.notes.map((note) => `<tr><td colspan="${table.columns.length}">${inHtml(note)}</td></tr>`);
  return `<table lang="${table.language}"><tr>${head}</tr>${body.join("")}${notes.join("")}</table>`;
}

/** The cells of a table in HTML, as a reader sees them. */
export function cells(html: string): string[] {
  const plain = (inner: string) =>
    inner
      .replace(/<br>/g, "\n")
      .replace(/<[^>]*>/g, "")
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/&(lt|gt|quot);/g, (_, name: string) => ({ lt: "<", gt: ">", quot: '"' })[name]!)
      .replace(/&amp;/g, "&")
      .trim();
  return [...html.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, inner]) => plain(inner!));
}
