"""Makes the expected token ids of this module's tests with the Python package tokenizers.

Run from this folder: python make_fixtures.py. Reads the tokenizers of prebuilt-models and makes three small ones.
"""

import json
import pathlib
import sys

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

RESOURCES = pathlib.Path(__file__).parent.parent / "resources"
FIXTURES = RESOURCES / "fixtures"
ROOT = pathlib.Path(__file__).resolve().parents[5]
PREBUILT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "prebuilt-models"

TEXTS = {
    "en": ["A gorgeous, witty film.", "Unwatchable \U0001f600 rubbish!", "", "caf\u00e9 na\u00efve \u6f22\u5b57 e\u0301", "  spaces\tand\nlines  "],
    "fr": ["Un film magnifique, plein d'esprit.", "\u00c0 fuir \U0001f600 !", "", "l'\u00e9t\u00e9 fran\u00e7ais e\u0301", "a\u00a0b"],
}


def tensor(datatype, shape, data):
    return {"datatype": datatype, "shape": shape, "data": data}


def encode(tokenizer, texts, pairs, special, max_length, pad_id, pad_token, width=None, left=False):
    """Cuts to max_length and fills to the longest row or to width."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length)
    rows = tokenizer.encode_batch(texts if pairs is None else list(zip(texts, pairs)), add_special_tokens=special)
    width = width or max(len(row) for row in rows)
    for row in rows:
        row.pad(width, direction="left" if left else "right", pad_id=pad_id, pad_token=pad_token)
    n = len(rows)
    flat = lambda f: [v for row in rows for v in f(row)]
    return {
        "input_ids": tensor("INT64", [n, width], flat(lambda r: r.ids)),
        "attention_mask": tensor("INT64", [n, width], flat(lambda r: r.attention_mask)),
        "token_type_ids": tensor("INT64", [n, width], flat(lambda r: r.type_ids)),
        "special_tokens_mask": tensor("INT64", [n, width], flat(lambda r: r.special_tokens_mask)),
        "offsets": tensor("INT64", [n, width, 2], [v for row in rows for span in row.offsets for v in span]),
        "tokens": tensor("STRING", [n, width], flat(lambda r: r.tokens)),
    }


def fixture(name, path, texts, outputs, options=None, pairs=None, folder=FIXTURES):
    inputs = {"text": tensor("STRING", [len(texts)], texts)}
    if pairs is not None:
        inputs["pair"] = tensor("STRING", [len(pairs)], pairs)
    text = {
        "kind": "tokenizer",
        "with": {"source": "tokenizer.json", **(options or {})},
        "files": {"source": path},
        "inputs": inputs,
        "outputs": outputs,
        "source": "Python package tokenizers",
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(text) + "\n")


def prebuilt(language):
    file = PREBUILT / f"sentiment-{language}" / "tokenizer.json"
    path = f"../../../../../../prebuilt-models/sentiment-{language}/tokenizer.json"
    tokenizer = Tokenizer.from_file(str(file))
    texts = TEXTS[language]
    pad = ("[PAD]", tokenizer.token_to_id("[PAD]"))

    def case(name, options, chosen=texts, pairs=None, **more):
        special = options.get("addSpecialTokens", True)
        length = options.get("maxLength", 512)
        outputs = encode(tokenizer, chosen, pairs, special, length, pad[1], pad[0], **more)
        fixture(f"{language}-{name}", path, chosen, outputs, options, pairs)

    case("batch", {"maxLength": 256})
    case("one", {}, texts[:1])
    case("empty", {}, [""])
    case("cut", {"maxLength": 6})
    case("bare", {"addSpecialTokens": False})
    case("padded", {"maxLength": 24, "padding": "maxLength"}, width=24)
    case("pairs", {"maxLength": 16}, texts[:3], list(reversed(texts[:3])))
    case("long", {"maxLength": 32}, [texts[0] * 2000])


def small():
    files = FIXTURES / "files"
    files.mkdir(parents=True, exist_ok=True)
    alphabet = {c: i + 4 for i, c in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, **alphabet}
    vocabulary["he"] = len(vocabulary)
    bpe = Tokenizer(models.BPE(vocab=vocabulary, merges=[("h", "e")], unk_token="<unk>"))
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    bpe.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    bpe.save(str(files / "bpe.json"), pretty=False)
    texts = ["he \U0001f600 he", "\u00e9", "hehe hehe hehe"]
    fixture("bpe", "files/bpe.json", texts, encode(bpe, texts, None, True, 10, 1, "<pad>"), {"maxLength": 10})
    fixture("bpe-pairs", "files/bpe.json", texts, encode(bpe, texts, texts, True, 12, 1, "<pad>"), {"maxLength": 12}, texts)

    bpe.enable_padding(direction="left", pad_id=1, pad_token="<pad>")
    bpe.enable_truncation(3)
    bpe.save(str(files / "left.json"), pretty=False)
    fixture("left", "files/left.json", texts, encode(bpe, texts, None, True, 10, 1, "<pad>", left=True), {"maxLength": 10})

    unigram = Tokenizer(models.Unigram([("<unk>", 0.0), ("\u2581", -1.0), ("a", -2.0), ("b", -2.5), ("ab", -3.0)], unk_id=0))
    unigram.pre_tokenizer = pre_tokenizers.Metaspace()
    unigram.add_tokens(["<extra>"])
    unigram.normalizer = normalizers.NFKC()
    unigram.save(str(files / "unigram.json"), pretty=False)
    texts = ["ab a <extra>", "b"]
    fixture("unigram", "files/unigram.json", texts, encode(unigram, texts, None, True, 10, 0, "[PAD]"), {"maxLength": 10})


def main():
    prebuilt("en")
    prebuilt("fr")
    small()


if __name__ == "__main__":
    main()
