"""Drives the playground in a real Chromium: each page that is named, as a person would. Prints "all right".

playground.py CHROMIUM SHOTS NAME=http://127.0.0.1:PORT/ …
"""

import base64
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

from playwright.sync_api import sync_playwright

THREE = pathlib.Path(__file__).parents[5] / "samples" / "digits" / "three.png"
LANGUAGES = ["curl", "python"] + (["javascript"] if shutil.which("node") else [])
REVIEW = "Un film magnifique, drôle et bouleversant. Je l'ai adoré !"


def post(url, body):
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def run_code(page, language, folder):
    """Runs what the page shows, as it stands there."""
    page.check(f"input[value={language}]")
    page.wait_for_timeout(200)  # the code comes a moment later
    code = page.inner_text("#code")
    if language == "python":
        code += "\n"
        command = [sys.executable, "-c", code.replace("print(json.load(response))", "print(json.dumps(json.load(response)))")]
    elif language == "javascript":
        code = code.replace("console.log(await response.json())", "console.log(JSON.stringify(await response.json()))")
        command = ["node", "--input-type=module", "-e", code]
    else:
        command = ["bash", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, (language, code, done.stderr)
    return json.loads(done.stdout)


def raw(page):
    return json.loads(page.text_content("#answer details pre"))


def answered(page):
    page.wait_for_selector("#times li")
    page.wait_for_selector("#run:enabled")


def assert_same_call(page, folder):
    for language in LANGUAGES:
        assert run_code(page, language, folder) == raw(page), language


def sentiment(page, url, folder):
    """Only by the keyboard: a French review is judged, alone and beside others."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the form"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.press("Control+a")
    page.keyboard.type(REVIEW)
    page.keyboard.press("Control+Enter")
    answered(page)
    assert page.inner_text("[data-output=label] .verdict") == "positive"
    names = page.locator("[data-output=probabilities] .bar-name").all_inner_texts()
    assert names == ["positive", "negative"], names
    steps = page.locator("#times .bar-name").all_inner_texts()
    assert steps == ["tokens · tokenizer", "classifier · onnx", "probability · softmax", "verdict · label"], steps
    assert raw(page) == post(url + "sentiment-fr", json.dumps({"text": REVIEW}))
    assert_same_call(page, folder)

    page.click("text=Add a row")
    assert page.is_visible("thead") and not page.is_visible("tbody .heading")
    page.locator("textarea").nth(1).fill("Quel \"navet\" \\ 'ennuyeux' $HOME `x` !")
    page.click("#run")
    page.wait_for_selector("text=Row 2")
    assert page.locator("[data-output=label] .verdict").all_inner_texts() == ["positive", "negative"]
    assert_same_call(page, folder)
    page.click("[aria-label='Remove row 2']")
    assert page.locator("textarea").count() == 1
    page.click("#examples button >> nth=0")
    answered(page)


def digits(page, url, folder):
    page.click("text=Example 1")
    answered(page)
    assert page.inner_text("[data-output=digit] .verdict") == "3"
    assert_same_call(page, folder)
    page.reload()
    page.set_input_files("input[type=file]", THREE)
    page.wait_for_selector("text=three.png, ")
    assert page.evaluate("document.querySelector('.drop img').naturalWidth") > 0
    page.keyboard.press("Control+Enter")
    answered(page)
    assert page.inner_text("[data-output=digit] .verdict") == "3"
    assert "three.png" in page.inner_text("#code")
    assert_same_call(page, folder)

    page.evaluate("""content => {
        const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], "dropped.png", { type: "image/png" }));
        document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
    }""", base64.b64encode(b"no picture").decode())
    page.wait_for_selector("text=dropped.png, 10 bytes")
    page.click("#run")
    page.wait_for_selector("[role=alert]")
    assert "neither PNG nor JPEG" in page.inner_text("[role=alert]") or "image" in page.inner_text("[role=alert]")


def datatypes(page, url, folder):
    """Every datatype; whole numbers keep their digits; what is none is told before anything is sent."""
    values = {"uint8": "255", "uint16": "0", "uint32": "4294967295", "uint64": "18446744073709551615", "int8": "-128",
              "int16": "-1", "int32": "7", "int64": "-9223372036854775808", "fp16": "0.5", "fp32 1": "1e-3",
              "fp32 2": "-2", "fp64": "0.1"}
    page.click("#run")
    assert "uint8: fill in a whole number of UINT8" in page.inner_text("[role=alert]")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "uint8"
    for name, value in values.items():
        page.fill(f"[aria-label='{name}']", value)
    page.select_option("[aria-label=bool]", "true")
    page.fill("[aria-label=text]", "É\n\"<b>&\u2028")
    page.click("#run")
    assert "bytes: choose a file" in page.inner_text("[role=alert]")
    page.set_input_files("input[type=file]", {"name": "it's.bin", "mimeType": "a/b", "buffer": bytes(range(256))})
    page.wait_for_selector("text=it's.bin, 256 bytes")
    page.fill("[aria-label=int8]", "128")
    page.click("#run")
    assert "int8: '128' is not a whole number of INT8" in page.inner_text("[role=alert]")
    page.fill("[aria-label=int8]", "-128")
    page.fill("[aria-label=fp64]", "1e999")
    page.click("#run")
    assert "fp64: '1e999' is not a finite number" in page.inner_text("[role=alert]")
    assert page.is_disabled("#copy")
    page.fill("[aria-label=fp64]", "null")
    page.click("#run")
    answered(page)
    assert raw(page)["fp64"] is None
    page.fill("[aria-label=fp64]", "0.1")
    page.click("#run")
    page.wait_for_selector("[data-output=fp64] [title='0.1']")
    assert page.inner_text("[data-output=uint64] .value") == "18446744073709551615"
    assert page.inner_text("[data-output=int64] .value") == "-9223372036854775808"
    assert page.inner_text("[data-output=text] .verdict").startswith("é\n\"<b>&")
    assert page.inner_text("[data-output=bytes] a") == "256 bytes"
    (folder / "it's.bin").write_bytes(bytes(range(256)))
    assert run_code(page, "curl", folder) == raw(page)
    assert run_code(page, "python", folder) == raw(page)


def playground(page, url, folder):
    page.click("text=Example 1")
    answered(page)
    marks = page.locator("[data-output=spans] mark").all_inner_texts()
    assert [mark.replace("\n", "") for mark in marks] == ["Ada LovelacePER", "BabbagePER"], marks
    assert page.inner_text("[data-output=flag] .value") == "true"
    size = page.evaluate("(c => [c.width, c.height])(document.querySelector('[data-output=picture] canvas'))")
    assert size == [8, 6], size
    assert page.evaluate("document.querySelector('[data-output=still] canvas').width") == 4
    assert page.locator("input[type=file]").count() == 2, "logits are no picture"
    page.set_input_files("[aria-label='picture from an image']", THREE)
    page.wait_for_selector("text=three.png, ")
    page.click("#run")
    answered(page)
    picture = raw(page)["picture"][0]
    assert (len(picture), len(picture[0]), len(picture[0][0])) == (6, 8, 3)
    assert max(max(pixel) for row in picture for pixel in row) > 200
    page.set_input_files("[aria-label='still from an image']", THREE)
    page.wait_for_selector(".drop:has([aria-label='still from an image']) img:not([hidden])")
    page.click("#run")
    answered(page)
    still = raw(page)["still"]
    assert (len(still), len(still[0]), len(still[0][0]), len(still[0][0][0])) == (1, 4, 4, 1)
    page.fill("[aria-label=logits]", "[[1, 2]]")
    page.click("#run")
    page.wait_for_selector("[role=alert]")
    assert "'logits'" in page.inner_text("[role=alert]"), page.inner_text("[role=alert]")
    assert page.locator(".drop img:not([hidden])").count() == 2
    page.fill("[aria-label='picture']", "[[[1]]]")
    assert page.locator(".drop img:not([hidden])").count() == 1, "the picture is not what is sent"
    page.fill("[aria-label=logits]", "[1,")
    page.click("#run")
    assert "logits: this is no JSON" in page.inner_text("[role=alert]")


def swagger(page, url):
    page.goto(url + "swagger-ui/")
    page.wait_for_selector(".opblock-summary-path")
    assert page.locator(".errors-wrapper").count() == 0


PAGES = {"sentiment-fr": sentiment, "digits": digits, "datatypes": datatypes, "playground": playground}


def drive(browser, scheme, name, url, shots):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 900}, accept_downloads=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    requested = []
    complaints = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    page.wait_for_selector("#run")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "three.png").write_bytes(THREE.read_bytes())
        PAGES[name](page, url, folder)
    page.screenshot(path=shots / f"{name}-{scheme}.png", full_page=True)
    if name == "digits":
        swagger(page, url)
        page.screenshot(path=shots / f"swagger-{scheme}.png", full_page=True)
    context.close()
    foreign = [one for one in requested if not one.startswith((url, "data:", "blob:"))]
    assert not foreign, foreign
    # a refused request is the browser's own complaint
    complaints = [one for one in complaints if "status of 400" not in one]
    assert not complaints, complaints


def main():
    chromium, shots, *pages = sys.argv[1:]
    shots = pathlib.Path(shots)
    shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for page in pages:
            name, url = page.split("=", 1)
            for scheme in ("light", "dark"):
                drive(browser, scheme, name, url, shots)
        browser.close()
    print("all right" if "javascript" in LANGUAGES else "all right, JavaScript NOT RUN: no node is installed")


main()
