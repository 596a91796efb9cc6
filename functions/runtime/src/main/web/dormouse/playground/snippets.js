// The call that the form makes, in other languages. Chosen files stand in it by their names.

/**
 * @param body the JSON text of the request
 * @param files the names of files, in the order in which their contents stand in the body
 */
export function snippet(language, url, body, files) {
  return { curl, python, javascript }[language](url, split(body, files));
}

/** The body cut at the contents of files: [text, {file}, text, …]. */
function split(body, files) {
  const parts = [];
  let rest = body;
  for (const { name, content } of files) {
    const at = name === null || content === null ? -1 : rest.indexOf(`"${content}"`);
    if (at >= 0) {
      parts.push(rest.slice(0, at + 1), { name });
      rest = rest.slice(at + 1 + content.length);
    }
  }
  return [...parts, rest];
}

function curl(url, parts) {
  const quoted = parts.map(part => typeof part === "string"
    ? shell(part)
    : `"$(base64 < ${shell(part.name)} | tr -d '\\n')"`).join("");
  const long = parts.length > 1 || quoted.length > 20000;
  return long
    ? `printf %s ${quoted} |\n  curl -s ${url} -H 'Content-Type: application/json' -d @-`
    : `curl -s ${url} -H 'Content-Type: application/json' \\\n  -d ${quoted}`;
}

function shell(text) {
  return "'" + text.replaceAll("'", "'\\''") + "'";
}

function python(url, parts) {
  const files = parts.some(part => typeof part !== "string");
  const body = parts.map(part => typeof part === "string"
    ? pythonText(part)
    : `base64.b64encode(open(${JSON.stringify(part.name)}, "rb").read()).decode()`).join(" + ");
  return [
    ...(files ? ["import base64"] : []),
    "import json",
    "import urllib.request",
    "",
    `body = ${body}`,
    `request = urllib.request.Request(${JSON.stringify(url)}, body.encode(), {"Content-Type": "application/json"})`,
    "with urllib.request.urlopen(request) as response:",
    "    print(json.load(response))",
  ].join("\n");
}

/** A JSON text as a Python literal. */
function pythonText(text) {
  return "'" + text.replaceAll("\\", "\\\\").replaceAll("'", "\\'") + "'";
}

function javascript(url, parts) {
  const names = parts.filter(part => typeof part !== "string").map(part => part.name);
  const body = parts.map(part => typeof part === "string"
    ? JSON.stringify(part)
    : `readFileSync(${JSON.stringify(part.name)}, "base64")`).join(" + ");
  return [
    ...(names.length > 0 ? ['import { readFileSync } from "node:fs";', ""] : []),
    `const response = await fetch(${JSON.stringify(url)}, {`,
    '  method: "POST",',
    '  headers: { "Content-Type": "application/json" },',
    `  body: ${body},`,
    "});",
    "console.log(await response.json());",
  ].join("\n");
}
