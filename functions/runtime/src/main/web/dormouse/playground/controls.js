// One control for one value of an input. Each is {element, json(), set(value)}: json() is the value as JSON text, or
// throws a Problem that tells what is wrong, and where.

import { make } from "./dom.js";
import { parse, stringify } from "./json.js";
import { filePicker, pixels } from "./files.js";

const WHOLE = { INT8: [7, true], INT16: [15, true], INT32: [31, true], INT64: [63, true],
  UINT8: [8, false], UINT16: [16, false], UINT32: [32, false], UINT64: [64, false] };
const MOST_NUMBERS = 32;

export class Problem extends Error {
  constructor(message, element) {
    super(message);
    this.element = element;
  }
}

/** The control for a value of these dims, of which none is the batch's. */
export function control(input, dims, label) {
  if (input.datatype === "BYTES" && dims.length === 0) {
    return file(input, label);
  }
  if (dims.length === 0) {
    return single(input, label);
  }
  if (dims.length === 1 && Number.isInteger(dims[0]) && dims[0] <= MOST_NUMBERS && input.datatype !== "BYTES") {
    return vector(input, dims[0], label);
  }
  return json(input, dims, label);
}

function single(input, label) {
  switch (input.datatype) {
    case "STRING": return text(label);
    case "BOOL": return choice(label);
    default: return number(input, label);
  }
}

function text(label) {
  const element = make("textarea", { rows: "3", "aria-label": label, spellcheck: "false" });
  return {
    element,
    json: () => JSON.stringify(element.value),
    set: value => { element.value = String(value); },
  };
}

function choice(label) {
  const element = make("select", { "aria-label": label }, make("option", {}, "false"), make("option", {}, "true"));
  return { element, json: () => element.value, set: value => { element.value = String(value); } };
}

function number(input, label) {
  const whole = WHOLE[input.datatype];
  const element = make("input", { inputmode: whole ? "numeric" : "decimal", "aria-label": label, autocomplete: "off" });
  return {
    element,
    json: () => {
      const digits = element.value.trim();
      if (!whole && /^(null|nan)$/i.test(digits)) {
        return "null";
      }
      if (whole ? !isWhole(digits, whole) : !/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) || !Number.isFinite(Number(digits))) {
        const kind = whole ? `a whole number of ${input.datatype}` : "a finite number (or null, which is NaN)";
        throw new Problem(`${label}: ${digits === "" ? "fill in " + kind : `'${digits}' is not ${kind}`}`, element);
      }
      return whole ? BigInt(digits).toString() : JSON.stringify(Number(digits));
    },
    set: value => { element.value = String(value); },
  };
}

function isWhole(digits, [bits, signed]) {
  if (!/^[+-]?\d+$/.test(digits)) {
    return false;
  }
  const value = BigInt(digits.replace("+", ""));
  const limit = 1n << BigInt(bits);
  return value < limit && value >= (signed ? -limit : 0n);
}

function vector(input, size, label) {
  const parts = Array.from({ length: size }, (_, i) => single(input, `${label} ${i + 1}`));
  const element = make("div", { class: "vector" }, ...parts.map(part => part.element));
  return {
    element,
    json: () => "[" + parts.map(part => part.json()).join(", ") + "]",
    set: value => parts.forEach((part, i) => part.set(value[i] ?? "")),
  };
}

/** A file as base64, previewed where it is an image; file() is {name, content}, without a name for an example's. */
function file(input, label) {
  let content = null;
  const picker = filePicker(label, input.imageFile === true, {
    read: base64,
    take: read => { content = read; },
  });
  return {
    element: picker.element,
    file: () => ({ name: picker.name(), content }),
    json: () => {
      if (content === null) {
        throw new Problem(`${label}: choose a file`, picker.input);
      }
      return JSON.stringify(content);
    },
    set: value => {
      content = value;
      picker.set(input.imageFile ? "data:;base64," + value : null, "From the example; drop another here, or choose one");
    },
  };
}

async function base64(given) {
  const bytes = new Uint8Array(await given.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return btoa(binary);
}

/** Any tensor as JSON; one that has the dims of an image also takes an image's pixels. */
function json(input, dims, label) {
  let picture = null;
  let picker = null;
  const forget = () => {
    picture = null;
    picker?.clear();
  };
  const element = make("div", { class: "any" });
  const area = make("textarea", {
    rows: "4", "aria-label": label, spellcheck: "false", placeholder: `JSON, ${input.datatype}[${dims.join(", ")}]`,
  });
  area.addEventListener("input", forget);
  element.append(area);
  if (input.image && dims.length === 3) {
    picker = filePicker(label + " from an image", true, {
      read: given => pixels(given, input, dims),
      take: read => {
        picture = read;
        area.value = "";
      },
    });
    element.append(picker.element);
  }
  return {
    element,
    json: () => {
      if (picture !== null) {
        return stringify(picture);
      }
      try {
        return stringify(parse(area.value));
      } catch (e) {
        throw new Problem(`${label}: ${area.value.trim() === "" ? "fill in JSON" : "this is no JSON: " + e.message}`, area);
      }
    },
    set: value => {
      forget();
      area.value = stringify(value);
    },
  };
}
