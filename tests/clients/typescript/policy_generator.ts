// A policy generator: pulls the table of third parties of a privacy notice, renders it, and polls it by its entity tag.
// Everything it knows of the server comes from the generated types.

import createClient from "openapi-fetch";
import type { paths } from "./generated/api.d.ts";
import { cells, html, markdown, type Table } from "./table.js";

const [address, publisher, editor] = process.argv.slice(2);
if (!address || !publisher || !editor) throw new Error("usage: policy_generator ADDRESS PUBLISHER_TOKEN EDITOR_TOKEN");

const NOTICE = "sunmi-north-america-website-privacy-policy";
const client = (token: string) => createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });

function check(what: string, holds: boolean): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

async function poll(known?: string): Promise<{ status: number; tag: string; table?: Table }> {
  const { data, response } = await client(publisher!).GET("/api/v1/notices/{key}/processor-table", {
    params: { path: { key: NOTICE }, header: known ? { "If-None-Match": known } : {} },
    headers: { Accept: "application/json" },
  });
  return { status: response.status, tag: response.headers.get("ETag") ?? "", table: data as Table | undefined };
}

let compared = 0;
const first = await poll();
check("the table is there", first.status === 200 && first.table !== undefined);
const text = JSON.stringify(first.table);
check("it names the CRM and the analytics service", text.includes("NeoCRM") && text.includes("Google Analytics"));

// What a generator prints from the JSON is what the server prints itself, whatever columns and language.
for (const columns of ["notice", "sdk", "recipients", "subprocessors"] as const) {
  for (const lang of ["en", "zh-Hans"]) {
    const ask = async <T>(format: "json" | "markdown" | "html", parseAs: "json" | "text") => {
      const query = { columns, lang, format };
      const { data } = await client(publisher!).GET("/api/v1/notices/{key}/processor-table", {
        params: { path: { key: NOTICE }, query },
        parseAs,
      });
      return data as T;
    };
    const table = await ask<Table>("json", "json");
    const what = `${columns} in ${lang}`;
    check(`${what} has rows`, table.rows.length > 0 || columns === "subprocessors");
    // Words in another language are marked by the server alone.
    const marked = table.rows.some((row) => row.fallback.length > 0);
    check(`${what} as Markdown`, marked || markdown(table) === (await ask<string>("markdown", "text")));
    const ours = cells(html(table));
    check(`${what} as HTML`, ours.length > 0 && ours.join("\n\n") === cells(await ask<string>("html", "text")).join("\n\n"));
    compared += marked ? 1 : 2;
  }
}
check("most tables were compared in both forms", compared >= 12);

const again = await poll(first.tag);
check("what did not change is not sent again", again.status === 304);

const staff = client(editor);
const path = { key: "google-analytics" };
const read = await staff.GET("/api/v1/processors/{key}", { params: { path } });
const tag = read.response.headers.get("ETag") ?? "";
const stale = await staff.PATCH("/api/v1/processors/{key}", {
  params: { path, header: { "If-Match": '"99"' } },
  body: { name: { en: "Renamed Analytics" } },
  headers: { "Content-Type": "application/merge-patch+json" },
});
check("a change of another version is refused, with the version there is", stale.response.status === 412 && stale.error?.current_version === 1);
const changed = await staff.PATCH("/api/v1/notices/{key}", {
  params: { path: { key: NOTICE }, header: { "If-Match": "*" } },
  body: { name: { en: "Privacy policy, revised" } },
  headers: { "Content-Type": "application/merge-patch+json" },
});
check("the editor may change the notice", changed.response.status === 200);
const rated = await staff.PATCH("/api/v1/processors/{key}", {
  params: { path, header: { "If-Match": tag } },
  body: { risk_tier: "high" },
  headers: { "Content-Type": "application/merge-patch+json" },
});
check("the tag that was read, compressed or not, is the condition of a change", rated.response.status === 200);

const unapproved = await poll(first.tag);
check("what nobody approved is not published", unapproved.status === 304);
const published = await staff.POST("/api/v1/notices/{key}/publications", {
  params: { path: { key: NOTICE } },
  body: { effective: "2027-01-01" },
});
check("the editor publishes the notice", published.response.status === 201 && published.data?.version === 2);
const after = await poll(first.tag);
check("a publication is seen by the next poll", after.status === 200 && after.tag !== first.tag);
const denied = await client(publisher).GET("/api/v1/activities", {});
check("a publisher sees nothing else", denied.response.status === 403 && denied.error?.status === 403);
