// The page: asks for the pipelines, makes the form of one, runs it, shows answer and code.

import { drawAnswer, drawTimes } from "./answer.js";
import { Problem } from "./controls.js";
import { make } from "./dom.js";
import { makeForm } from "./form.js";
import { parse } from "./json.js";
import { snippet } from "./snippets.js";

const at = id => document.getElementById(id);
const MOST_CODE = 20_000;
const MOST_JSON = 100_000;
const FIRST_ANSWER = "Run the pipeline to see its answer here.";

let pipeline;
let form;
let code = null;
let codeIsDue = false;

async function start() {
  try {
    const pipelines = parse(await (await fetch("playground/pipelines.json")).text());
    at("pipelines").append(...pipelines.map(one => make("option", {}, one.name)));
    at("choice").hidden = pipelines.length < 2;
    at("pipelines").addEventListener("change", () => show(pipelines[at("pipelines").selectedIndex]));
    show(pipelines[0]);
  } catch (e) {
    say(`This page cannot ask for its pipelines: ${e.message}`);
  }
}

function show(chosen) {
  pipeline = chosen;
  form = makeForm(pipeline);
  document.title = `${pipeline.name} · Dormouse`;
  at("name").textContent = pipeline.name;
  at("version").textContent = pipeline.version;
  at("version").hidden = pipeline.version === "";
  at("description").textContent = pipeline.description;
  const run = make("button", { class: "run", id: "run" }, "Run");
  const hint = make("span", { class: "quiet" }, "Ctrl + Enter");
  at("form").replaceChildren(form.element, make("div", { class: "actions" }, run, hint));
  at("answer").replaceChildren(make("p", { class: "quiet" }, FIRST_ANSWER));
  at("times").replaceChildren();
  showExamples();
  showCode();
}

function showExamples() {
  at("examples").hidden = pipeline.examples.length === 0;
  at("examples").replaceChildren(...pipeline.examples.map((example, i) => {
    const button = make("button", { type: "button", class: "small" }, `Example ${i + 1}`);
    button.addEventListener("click", () => {
      form.fill(example);
      showCode();
      run();
    });
    return button;
  }));
  if (pipeline.examples.length > 0) {
    form.fill(pipeline.examples[0]);
  }
}

async function run() {
  if (pipeline === undefined || at("run").disabled) {
    return;
  }
  let body;
  try {
    body = form.body();
  } catch (problem) {
    say(problem.message);
    if (problem instanceof Problem) {
      problem.element.focus();
    }
    return;
  }
  const asked = pipeline;
  at("run").disabled = true;
  at("answer").setAttribute("aria-busy", "true");
  try {
    await ask(asked, body);
  } finally {
    at("run").disabled = false;
    at("answer").setAttribute("aria-busy", "false");
  }
}

async function ask(asked, body) {
  const begun = performance.now();
  let response;
  let text;
  try {
    response = await fetch(`playground/run/${asked.name}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body,
    });
    text = await response.text();
  } catch (e) {
    say(`The function cannot be reached: ${e.message}`);
    return;
  }
  const took = performance.now() - begun;
  if (asked !== pipeline) {
    return;
  }
  if (!response.ok) {
    say(failure(response, text));
    return;
  }
  const answer = parse(text);
  const raw = make("details", {}, make("summary", {}, "JSON"),
    make("pre", { tabindex: "0" }, clipped(text.replace(/^\{"milliseconds":\{[^}]*\},"outputs":/, "").slice(0, -1), MOST_JSON)));
  at("answer").replaceChildren(...drawAnswer(answer.outputs, asked, textRows(asked, body)), raw);
  at("times").replaceChildren(...drawTimes(answer.milliseconds, took, asked));
}

function failure(response, text) {
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return `The function answered ${response.status} ${response.statusText}`;
  }
}

/** The texts that were asked about, by input, as rows. */
function textRows(asked, body) {
  const inputs = parse(body);
  return Object.fromEntries(asked.inputs
    .filter(input => input.datatype === "STRING")
    .map(input => [input.name, [inputs[input.name]].flat(Infinity)]));
}

function say(message) {
  at("answer").replaceChildren(make("p", { class: "failure", role: "alert" }, message));
  at("times").replaceChildren();
}

function clipped(text, most) {
  return text.length > most ? text.slice(0, most) + "…" : text;
}

/** Soon, and once for all that happens until then: a body can be large. */
function showCode() {
  if (!codeIsDue && pipeline !== undefined) {
    codeIsDue = true;
    setTimeout(() => {
      codeIsDue = false;
      makeCode();
    }, 50);
  }
}

function makeCode() {
  const language = document.querySelector("input[name=language]:checked").value;
  const url = new URL(pipeline.name, document.baseURI).href;
  try {
    code = snippet(language, url, form.body(), form.files());
    at("code").textContent = clipped(code, MOST_CODE);
  } catch (problem) {
    code = null;
    at("code").textContent = problem.message;
  }
  at("copy").disabled = code === null;
}

at("form").addEventListener("submit", e => {
  e.preventDefault();
  run();
});
at("form").addEventListener("input", showCode);
at("form").addEventListener("click", showCode);
document.addEventListener("keydown", e => {
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    run();
  }
});
// a drop beside its place would lead the browser away from the page
for (const event of ["dragover", "drop"]) {
  document.addEventListener(event, e => e.preventDefault());
}
document.querySelectorAll("input[name=language]").forEach(one => one.addEventListener("change", showCode));
at("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(code);
    at("copy").textContent = "Copied";
  } catch {
    // there is no clipboard on a page without TLS
    at("code").textContent = code;
    getSelection().selectAllChildren(at("code"));
    at("copy").textContent = "Selected";
  }
  setTimeout(() => { at("copy").textContent = "Copy"; }, 1500);
});

start();
