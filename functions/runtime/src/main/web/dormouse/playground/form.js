// The form of a pipeline: a table of rows for the inputs that share an open first dim, a field for each other input.

import { control } from "./controls.js";
import { make } from "./dom.js";
import { isOneImage } from "./files.js";
import { depth } from "./json.js";

/** {element, body(), files(), fill(example)}: body() is the JSON text of a request, or throws a Problem. */
export function makeForm(pipeline) {
  const element = make("div", { class: "fields" });
  const tables = new Map();
  const fields = pipeline.inputs.map(input => {
    const rowDim = rowsOf(input);
    if (rowDim === null) {
      return fixed(input, element);
    }
    const group = rowDim === "?" ? `? ${input.name}` : rowDim;
    if (!tables.has(group)) {
      tables.set(group, new Table(element));
    }
    return tables.get(group).add(input, rowDim !== "?");
  });
  tables.forEach(table => table.resize(1));
  const single = () => fields.every(field => field.isSingle());
  return {
    element,
    body: () => {
      const dropped = single();
      return "{" + fields.map(field => `${JSON.stringify(field.name)}: ${field.json(dropped)}`).join(", ") + "}";
    },
    files: () => fields.flatMap(field => field.files()),
    fill: example => fields.forEach(field => field.name in example && field.fill(example[field.name])),
  };
}

/** The open first dim of an input, along which it has rows; null where it has none. */
function rowsOf(input) {
  const imageWithoutBatch = input.image && input.image.batch !== 0;
  return typeof input.dims[0] === "string" && !imageWithoutBatch ? input.dims[0] : null;
}

function fixed(input, parent) {
  const one = isOneImage(input);
  const value = control(input, one ? input.dims.slice(1) : input.dims, input.name);
  parent.append(make("div", { class: "field" }, heading("div", input), value.element));
  return {
    name: input.name,
    isSingle: () => false,
    json: () => one ? `[${value.json()}]` : value.json(),
    fill: given => value.set(one ? given[0] : given),
    files: () => value.file ? [value.file()] : [],
  };
}

function heading(tag, input) {
  return make(tag, { class: "heading" }, make("b", {}, input.name), " ", make("span", { class: "type" }, input.type));
}

/** Rows of several inputs; each row has a control for each input. A single row is shown as fields, not as a table. */
class Table {
  constructor(parent) {
    this.inputs = [];
    this.rows = [];
    this.head = make("tr", {}, make("td"));
    this.body = make("tbody");
    this.element = make("table", { class: "rows" }, make("thead", {}, this.head), this.body);
    this.more = make("button", { type: "button", class: "small" }, "Add a row");
    this.more.addEventListener("click", () => {
      this.resize(this.rows.length + 1);
      this.rows.at(-1).controls[0].element.focus?.();
    });
    parent.append(
      make("div", { class: "scroll" }, this.element), this.more);
  }

  /** @param mayDrop whether a request of one row may leave out the first dim */
  add(input, mayDrop) {
    const column = this.inputs.length;
    this.inputs.push(input);
    this.head.append(heading("th", input));
    const cells = () => this.rows.map(row => row.controls[column]);
    return {
      name: input.name,
      isSingle: () => mayDrop && this.rows.length === 1,
      json: dropped => dropped ? cells()[0].json() : "[" + cells().map(cell => cell.json()).join(", ") + "]",
      fill: value => {
        const rows = depth(value) < input.dims.length ? [value] : value;
        this.resize(rows.length);
        cells().forEach((cell, i) => cell.set(rows[i]));
      },
      files: () => cells().flatMap(cell => cell.file ? [cell.file()] : []),
    };
  }

  resize(count) {
    while (this.rows.length > count) {
      this.rows.pop().element.remove();
    }
    while (this.rows.length < count) {
      this.rows.push(this.row());
    }
    this.number();
  }

  row() {
    const controls = this.inputs.map(input => control(input, input.dims.slice(1), input.name));
    const less = make("button", { type: "button", class: "small", title: "Remove this row" }, "−");
    const row = { controls, less, label: make("th", { scope: "row" }) };
    row.element = make("tr", {}, row.label,
      ...controls.map((one, i) => make("td", {}, heading("div", this.inputs[i]), one.element)), make("td", {}, less));
    less.addEventListener("click", () => {
      this.rows.splice(this.rows.indexOf(row), 1);
      row.element.remove();
      this.number();
      this.more.focus();
      this.body.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.body.append(row.element);
    return row;
  }

  number() {
    this.element.classList.toggle("single", this.rows.length === 1);
    this.rows.forEach((row, i) => {
      row.label.textContent = String(i + 1);
      row.less.setAttribute("aria-label", `Remove row ${i + 1}`);
    });
  }
}
