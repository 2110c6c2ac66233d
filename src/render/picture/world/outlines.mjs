// Makes outlines.tsv, once: SOURCES.md says from what and how to run it.
//
//   node outlines.mjs PACKAGE LOCATIONS > outlines.tsv
//
// PACKAGE is the unpacked npm package world-atlas, LOCATIONS the seed that tells which code of UN M49 is which code of
// ISO 3166-1. Every code of the seed gets a line: code, the x and y of a point inside, the area, and the path of the outline
// (empty for what is too small for one). A line "-" is land without a code of its own, the line "sphere" the edge of the map.

import { readFileSync } from "node:fs";

const [folder, locations] = process.argv.slice(2);
const WIDTH = 2000;
const [NORTH, SOUTH] = [83.7, -57];
// Less than a pixel where the map is a page wide.
const TOLERANCE = 1.1;

// Equal Earth (Šavrič, Patterson, Jenny 2018): areas keep their proportions.
function equalEarth([lon, lat]) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const rad = Math.PI / 180;
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin(lat * rad));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const x = (2 * Math.sqrt(3) * lon * rad * Math.cos(t)) / (3 * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)));
  return [x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))];
}
const scale = WIDTH / (2 * equalEarth([180, 0])[0]);
const top = equalEarth([0, NORTH])[1];
const project = (point) => {
  const [x, y] = equalEarth(point);
  return [WIDTH / 2 + x * scale, (top - y) * scale];
};

function read(file) {
  const topology = JSON.parse(readFileSync(`${folder}/${file}`));
  const { scale: [sx, sy], translate: [tx, ty] } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]);
  });
  return { geometries: topology.objects.countries.geometries, arcs };
}

const polygonsOf = ({ type, arcs }) => (type === "Polygon" ? [arcs] : type === "MultiPolygon" ? arcs : []);

// Longitudes that go on beyond 180° instead of leaping to the other edge of the map.
function unwrapped(points) {
  let turn = 0;
  return points.map(([lon, lat], i) => {
    if (i) turn += 360 * Math.round((points[i - 1][0] - lon) / 360);
    return [lon + turn, lat];
  });
}

function ring(arcs, numbers) {
  return unwrapped(
    numbers.flatMap((number, at) => {
      const arc = number < 0 ? [...arcs[~number]].reverse() : arcs[number];
      return at ? arc.slice(1) : arc;
    }),
  );
}

// What of a ring lies on one side of a meridian.
function side(points, meridian, sign) {
  const within = ([lon]) => sign * (meridian - lon) >= 0;
  return points.flatMap((to, i) => {
    const from = points[(i || points.length) - 1];
    const t = (meridian - from[0]) / (to[0] - from[0] || 1);
    const cut = [meridian, from[1] + t * (to[1] - from[1])];
    return [...(within(from) === within(to) ? [] : [cut]), ...(within(to) ? [to] : [])];
  });
}

// A ring as it is drawn: in two where it goes over an edge of the map.
const pieces = (points) =>
  [0, 360, -360]
    .map((turn) => points.map(([lon, lat]) => [lon + turn, lat]))
    .map((moved) => side(side(moved, 180, 1), -180, -1))
    .filter((piece) => piece.length > 2)
    .map((piece) => piece.map(project));

// Douglas and Peucker, of an arc that two countries may share: both keep the same points.
function simplified(points) {
  const last = points.length - 1;
  const [from, to] = [project(points[0]), project(points[last])];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const distance = ([x, y]) =>
    length < 1e-9
      ? Math.hypot(x - from[0], y - from[1])
      : Math.abs((to[0] - from[0]) * (from[1] - y) - (from[0] - x) * (to[1] - from[1])) / length;
  let [far, at] = [0, 0];
  for (let i = 1; i < last; i++) {
    const off = distance(project(points[i]));
    if (off > far) [far, at] = [off, i];
  }
  if (far <= TOLERANCE) return [points[0], points[last]];
  return [...simplified(points.slice(0, at + 1)).slice(0, -1), ...simplified(points.slice(at))];
}

const area = (points) =>
  points.reduce((sum, [x, y], i) => {
    const [u, v] = points[(i + 1) % points.length];
    return sum + x * v - u * y;
  }, 0) / 2;

// The point of a grid that is inside and farthest from the outline.
function inside(points) {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let best = [(x0 + x1) / 2, (y0 + y1) / 2, -1];
  for (let i = 0; i <= 40; i++)
    for (let j = 0; j <= 40; j++) {
      const [x, y] = [x0 + ((x1 - x0) * i) / 40, y0 + ((y1 - y0) * j) / 40];
      let [within, near] = [false, Infinity];
      points.forEach(([a, b], k) => {
        const [c, d] = points[(k + 1) % points.length];
        if (b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a) within = !within;
        const t = Math.max(0, Math.min(1, ((x - a) * (c - a) + (y - b) * (d - b)) / ((c - a) ** 2 + (d - b) ** 2 || 1)));
        near = Math.min(near, Math.hypot(x - a - t * (c - a), y - b - t * (d - b)));
      });
      if (within && near > best[2]) best = [x, y, near];
    }
  return best;
}

function path(rings) {
  let d = "";
  for (const points of rings) {
    const rounded = points.map((p) => p.map(Math.round)).filter((p, i, all) => i === 0 || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1]);
    if (rounded.length > 1 && rounded[0].join() === rounded.at(-1).join()) rounded.pop();
    if (rounded.length < 3) continue;
    d += `M${rounded[0].join(" ")}l`;
    const steps = rounded.slice(1).map((p, i) => [p[0] - rounded[i][0], p[1] - rounded[i][1]]);
    d += steps.flat().map((n, i) => (i && n >= 0 ? ` ${n}` : `${n}`)).join("") + "z";
  }
  return d;
}

const codes = new Map();
for (const block of readFileSync(locations, "utf8").split("\n  - key: ").slice(1)) {
  const [iso, m49] = [/iso_3166_1: "?(\w\w)/.exec(block), /m49: "(\d+)"/.exec(block)];
  if (iso && m49) codes.set(m49[1], iso[1]);
}
// Natural Earth gives it no number, and ISO no code of its own: this one is for users to assign.
const codeOf = (geometry) => (geometry.properties.name === "Kosovo" ? "XK" : codes.get(geometry.id));

// Territories that Natural Earth draws as a part of their state.
const apart = (code, [lon, lat]) =>
  code === "FR" && lon < -50 && lat < 7 ? "GF" : code === "NO" && lat > 74 ? "SJ" : code;

const found = new Map();
const small = read("countries-110m.json");
const drawn = small.arcs.map((arc) => simplified(unwrapped(arc)));
for (const geometry of small.geometries) {
  const code = codeOf(geometry) ?? "-";
  for (const polygon of polygonsOf(geometry)) {
    const of = apart(code, ring(small.arcs, polygon[0])[0]);
    if (of === "AQ") continue;
    const rings = polygon.flatMap((numbers) => pieces(ring(drawn, numbers)));
    const held = found.get(of) ?? { rings: [], largest: [], area: 0 };
    for (const piece of pieces(ring(drawn, polygon[0]))) {
      held.area += Math.abs(area(piece));
      if (Math.abs(area(piece)) > Math.abs(area(held.largest))) held.largest = piece;
    }
    held.rings.push(...rings);
    found.set(of, held);
  }
}
const lines = new Map();
for (const [code, { rings, largest, area }] of found) {
  const [x, y] = inside(largest);
  lines.set(code, [Math.round(x), Math.round(y), Math.round(area), path(rings)]);
}
// What is too small for 1:110,000,000 is a point; what Natural Earth has not even at 1:50,000,000, by its coordinates.
const fine = read("countries-50m.json");
for (const geometry of fine.geometries) {
  const code = codeOf(geometry);
  if (!code || lines.has(code) || code === "AQ") continue;
  const rings = polygonsOf(geometry).flatMap((polygon) => pieces(ring(fine.arcs, polygon[0])));
  const largest = rings.reduce((a, b) => (Math.abs(area(b)) > Math.abs(area(a)) ? b : a));
  const [x, y] = inside(largest);
  lines.set(code, [Math.round(x), Math.round(y), Math.round(Math.abs(area(largest))), ""]);
}
const POINTS = {
  AQ: [0, SOUTH + 2], BQ: [-68.3, 12.2], BV: [3.4, -54.4], CC: [96.8, -12.2], CX: [105.6, -10.5], GI: [-5.3, 36.1],
  GP: [-61.5, 16.2], MQ: [-61.0, 14.6], RE: [55.5, -21.1], TK: [-171.8, -9.2], TV: [179.2, -8.5], UM: [166.6, 19.3],
  YT: [45.2, -12.8],
};
for (const [code, point] of Object.entries(POINTS)) {
  if (!lines.has(code)) lines.set(code, [...project(point).map(Math.round), 0, ""]);
}
const edge = [];
for (let lat = NORTH; lat > SOUTH; lat -= 5) edge.push(project([180, lat]));
edge.push(project([180, SOUTH]), project([-180, SOUTH]));
for (let lat = SOUTH; lat < NORTH; lat += 5) edge.push(project([-180, lat]));
edge.push(project([-180, NORTH]));
lines.set("sphere", [WIDTH, Math.round((top - equalEarth([0, SOUTH])[1]) * scale), 0, path([edge])]);

const missing = [...codes.values()].filter((code) => !lines.has(code));
if (missing.length) throw new Error(`no line for ${missing}`);
for (const code of [...lines.keys()].sort()) console.log([code, ...lines.get(code)].join("\t"));
