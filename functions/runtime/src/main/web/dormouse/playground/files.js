// Files, chosen or dropped, and images as tensors.

import { make } from "./dom.js";

/**
 * A place for one file, by a click, Enter, or a drop; images are shown. What `read` makes of the file goes to `take`, null
 * as long as there is none; of two files only the later one counts.
 */
export function filePicker(label, isImage, { read, take }) {
  let name = null;
  let latest = null;
  const input = make("input", { type: "file", class: "hidden", "aria-label": label, ...(isImage ? { accept: "image/png,image/jpeg" } : {}) });
  const preview = make("img", { alt: "", hidden: true });
  const empty = `Drop ${isImage ? "an image" : "a file"} here, or choose one`;
  const hint = make("span", {}, empty);
  const element = make("label", { class: "drop" }, preview, hint, input);

  const show = (source, text) => {
    if (preview.src.startsWith("blob:")) {
      URL.revokeObjectURL(preview.src);
    }
    preview.hidden = source === null;
    preview.src = source ?? "data:,";
    hint.textContent = text;
  };
  const accept = async given => {
    latest = given;
    name = given.name;
    take(null);
    try {
      const content = await read(given);
      if (latest !== given) {
        return;
      }
      take(content);
      show(isImage ? URL.createObjectURL(given) : null, `${given.name}, ${given.size.toLocaleString()} bytes`);
    } catch (e) {
      show(null, `${given.name} cannot be read: ${e.message}`);
    }
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };

  input.addEventListener("change", () => input.files.length > 0 && accept(input.files[0]));
  for (const event of ["dragenter", "dragover"]) {
    element.addEventListener(event, e => { e.preventDefault(); element.classList.add("over"); });
  }
  for (const event of ["dragleave", "drop"]) {
    element.addEventListener(event, () => element.classList.remove("over"));
  }
  element.addEventListener("drop", e => {
    e.preventDefault();
    if (e.dataTransfer.files.length > 0) {
      accept(e.dataTransfer.files[0]);
    }
  });
  const set = (source, text) => {
    latest = null;
    name = null;
    show(source, text);
  };
  return { element, input, set, clear: () => set(null, empty), name: () => name };
}

/** Whether a tensor is a batch of always one image. */
export function isOneImage(tensor) {
  return tensor.image?.batch === 0 && tensor.dims[0] === 1;
}

/** The pixels of an image file, 0 to 255, in the dims of an input without its batch; fixed sizes scale the image. */
export async function pixels(given, input, dims) {
  const shift = input.dims.length - dims.length;
  const { height, width, channel, channels } = input.image;
  const bitmap = await createImageBitmap(given);
  const rows = sizeOf(dims[height - shift], bitmap.height);
  const columns = sizeOf(dims[width - shift], bitmap.width);
  const canvas = make("canvas", { width: columns, height: rows });
  const drawing = canvas.getContext("2d");
  drawing.drawImage(bitmap, 0, 0, columns, rows);
  const rgba = drawing.getImageData(0, 0, columns, rows).data;
  const sizes = [];
  sizes[height - shift] = rows;
  sizes[width - shift] = columns;
  sizes[channel - shift] = channels;
  const value = (y, x, c) => {
    const at = 4 * (y * columns + x);
    return channels === 3 ? rgba[at + c] : Math.round(0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2]);
  };
  return nested(sizes, index => value(index[height - shift], index[width - shift], index[channel - shift]));
}

function sizeOf(dim, natural) {
  return Number.isInteger(dim) ? dim : natural;
}

function nested(sizes, value, index = []) {
  return index.length === sizes.length
    ? value(index)
    : Array.from({ length: sizes[index.length] }, (_, i) => nested(sizes, value, [...index, i]));
}
