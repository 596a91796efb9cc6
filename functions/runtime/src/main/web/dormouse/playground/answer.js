// The answer, drawn: by what the plan tells of an output, and else by its shape and values.

import { make } from "./dom.js";
import { isOneImage } from "./files.js";
import { depth, stringify } from "./json.js";

const MOST_ROWS = 50;
const MOST_BARS = 10;
const MOST_SMALL = 32;

/** Draws the outputs of a request; `texts` are the rows of each input of text. */
export function drawAnswer(outputs, pipeline, texts) {
  const perRow = pipeline.outputs.filter(output => typeof output.dims[0] === "string" || isOneImage(output));
  const whole = pipeline.outputs.filter(output => !perRow.includes(output));
  const columns = perRow.map(output => {
    const value = outputs[output.name];
    return { output, rows: Array.isArray(value) && (value.length === 0 || depth(value) >= output.dims.length) ? value : [value] };
  });
  const elements = [];
  const count = Math.max(0, ...columns.map(column => column.rows.length));
  for (let i = 0; i < Math.min(count, MOST_ROWS); i++) {
    const card = make("article", { class: "card" });
    if (count > 1) {
      card.append(make("h3", {}, `Row ${i + 1}`));
    }
    for (const { output, rows } of columns) {
      if (i < rows.length) {
        card.append(part(output, rows[i], output.dims.slice(1), texts[output.spansOf]?.[i]));
      }
    }
    elements.push(card);
  }
  if (count > MOST_ROWS) {
    elements.push(make("p", { class: "quiet" }, `${count - MOST_ROWS} more rows stand in the JSON.`));
  }
  if (whole.length > 0) {
    const parts = whole.map(output => part(output, outputs[output.name], output.dims, texts[output.spansOf]?.[0]));
    elements.push(make("article", { class: "card" }, ...parts));
  }
  return elements;
}

function part(output, value, dims, text) {
  return make("div", { class: "part", "data-output": output.name },
    make("div", { class: "heading" }, output.name), drawn(output, value, dims, text));
}

function drawn(output, value, dims, text) {
  if (output.spansOf !== undefined && text !== undefined) {
    return spans(value, text);
  }
  if (output.image && dims.length === 3 && !isTiny(value)) {
    return image(output, value, dims);
  }
  if (output.datatype === "BYTES" && typeof value === "string") {
    return file(value, output.name);
  }
  if (isScores(output, value)) {
    return bars(value, output.classes);
  }
  if (!Array.isArray(value)) {
    return make("div", { class: typeof value === "string" ? "verdict" : "value", title: String(value) }, shown(value));
  }
  if (depth(value) === 1 && value.length <= MOST_SMALL) {
    return make("ul", { class: "values" }, ...value.map(one => make("li", { title: String(one) }, shown(one))));
  }
  return make("pre", { class: "tensor", tabindex: "0" }, stringify(value).slice(0, 5000));
}

function isTiny(value) {
  return value.flat(3).length <= 9;
}

/** Numbers from 0 to 1 that a classifier gives: they add up to 1, or the plan names their classes. */
function isScores(output, value) {
  if (depth(value) !== 1 || value.length < 2 || !/^FP/.test(output.datatype)
      || value.some(one => one === null || one < 0 || one > 1)) {
    return false;
  }
  const sum = value.reduce((a, b) => a + b, 0);
  return output.classes?.length === value.length || Math.abs(sum - 1) < 0.01;
}

function bars(scores, classes) {
  const order = scores.map((score, i) => ({ score, name: classes?.[i] ?? String(i) })).sort((a, b) => b.score - a.score);
  const list = make("ol", { class: "bars" }, ...order.slice(0, MOST_BARS).map(({ score, name }) => bar(name, score,
    (100 * score).toFixed(score > 0.001 && score < 0.999 ? 1 : 2) + " %")));
  if (order.length > MOST_BARS) {
    list.append(make("li", { class: "quiet" }, `${order.length - MOST_BARS} less probable ones`));
  }
  return list;
}

/** One bar; `part` is its length, from 0 to 1. */
export function bar(name, part, text) {
  const fill = make("span", { class: "fill" });
  fill.style.inlineSize = `${100 * part}%`;
  return make("li", {}, make("span", { class: "bar-name" }, name),
    make("span", { class: "track", "aria-hidden": "true" }, fill), make("span", { class: "bar-value" }, text));
}

/** Spans are a JSON list of {label, start, end}, in code points of the text. */
function spans(json, text) {
  const points = Array.from(text);
  const line = make("p", { class: "spans" });
  let at = 0;
  for (const { label, start, end } of JSON.parse(json).sort((a, b) => a.start - b.start)) {
    if (start >= at) {
      line.append(points.slice(at, start).join(""),
        make("mark", {}, points.slice(start, end).join(""), make("small", {}, label)));
      at = end;
    }
  }
  line.append(points.slice(at).join(""));
  return line;
}

/** A tensor as a picture: 0 to 255, or 0 to 1 where no value is beyond. */
function image(output, value, dims) {
  const shift = output.dims.length - dims.length;
  const { height, width, channel, channels } = output.image;
  const at = (y, x, c) => {
    const index = [];
    index[height - shift] = y;
    index[width - shift] = x;
    index[channel - shift] = c;
    return Number(value[index[0]][index[1]][index[2]]);
  };
  const sizes = [value.length, value[0].length, value[0][0].length];
  const rows = sizes[height - shift];
  const columns = sizes[width - shift];
  const scale = /^FP/.test(output.datatype) && value.flat(2).every(one => one >= 0 && one <= 1) ? 255 : 1;
  const canvas = make("canvas", { width: columns, height: rows, role: "img",
    "aria-label": `${output.name}, ${columns} by ${rows} pixels` });
  const drawing = canvas.getContext("2d");
  const pixels = drawing.createImageData(columns, rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const to = 4 * (y * columns + x);
      for (let c = 0; c < 3; c++) {
        pixels.data[to + c] = scale * at(y, x, channels === 3 ? c : 0);
      }
      pixels.data[to + 3] = 255;
    }
  }
  drawing.putImageData(pixels, 0, 0);
  return canvas;
}

function file(base64, name) {
  const isImage = base64.startsWith("iVBORw0KGgo") || base64.startsWith("/9j/");
  const type = base64.startsWith("/9j/") ? "image/jpeg" : "image/png";
  if (isImage) {
    return make("img", { src: `data:${type};base64,${base64}`, alt: name });
  }
  const bytes = Math.floor(3 * base64.length / 4) - (base64.match(/=*$/)[0].length);
  return make("a", { href: "data:application/octet-stream;base64," + base64, download: name }, `${bytes} bytes`);
}

function shown(value) {
  if (typeof value !== "number" || Number.isInteger(value)) {
    return String(value);
  }
  return String(Number(value.toPrecision(5)));
}

/** How long each step took, and the whole call. */
export function drawTimes(milliseconds, roundTrip, pipeline) {
  const steps = Object.entries(milliseconds);
  const longest = Math.max(...steps.map(([, took]) => took), 1e-9);
  const kinds = Object.fromEntries(pipeline.steps.map(step => [step.name, step.uses]));
  const sum = steps.reduce((total, [, took]) => total + took, 0);
  return [
    make("h3", {}, "Time per step"),
    make("ol", { class: "bars times" }, ...steps.map(([step, took]) =>
      bar(kinds[step] === step ? step : `${step} · ${kinds[step]}`, took / longest, `${took.toFixed(took < 1 ? 3 : 1)} ms`))),
    make("p", { class: "quiet" }, `${sum.toFixed(1)} ms in the steps, ${roundTrip.toFixed(1)} ms until the answer was here`),
  ];
}
