"""Makes the expected windows, words and pairs of this module's tests with the fast tokenizers of transformers.

Run from this folder: python make_window_fixtures.py. Reads the tokenizers of prebuilt-models and of the fixtures, and
makes a small SentencePiece-like one. Needs transformers 5.24.
"""

import json
import pathlib
import sys

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

FIXTURES = pathlib.Path(__file__).parent.parent / "resources" / "fixtures"
ROOT = pathlib.Path(__file__).resolve().parents[5]
PREBUILT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "prebuilt-models"

TEXTS = [
    "The dormouse \U0001f9a6 slept, e\u0301tude na\u00efve; \u6771\u4eac\u30bf\u30ef\u30fc \U0001f469\u200d\U0001f469\u200d\U0001f467 done.",
    "",
    " \t\n\u00a0 ",
    "one",
    "a\u0301\u0302b\u0323 \u0e01\u0e33 \u1100\u1161\u11a8 \ud55c\uad6d\uc5b4 \U0001f1eb\U0001f1f7",
]
QUESTIONS = ["Who slept?", "", "where", "\U0001f9a6", "?"]
WORDS = [["The", "dormouse", "\U0001f9a6", "slept", ",", "e\u0301tude"], ["\u6771\u4eac", "", "unbelievable", "a b"], [], ["x"]]
MORE_WORDS = [["Who", "slept", "?"], ["na\u00efve"], ["one", "two", "three", "four", "five", "six", "seven"], []]
STRATEGIES = {"longestFirst": "longest_first", "onlyFirst": "only_first", "onlySecond": "only_second"}


def tensor(datatype, shape, data):
    return {"datatype": datatype, "shape": shape, "data": data}


def flat(values):
    return [v for row in values for v in row]


def filled(rows, width, value, left):
    return flat([value] * (width - len(r)) + list(r) if left else list(r) + [value] * (width - len(r)) for r in rows)


def none_is(value, numbers):
    return [value if n is None else n for n in numbers]


def encode(tokenizer, pad, options, texts, pairs):
    """As the options of the step say; filling is done here, since not every file has a pad token."""
    pad_id, pad_token, left = pad
    windows = "stride" in options
    strategy = STRATEGIES[options.get("truncationStrategy", "onlySecond" if windows and pairs is not None else "longestFirst")]
    given = tokenizer(
        texts, pairs, is_split_into_words=options.get("pretokenized", False), truncation=strategy,
        max_length=options["maxLength"], stride=options.get("stride", 0), return_overflowing_tokens=windows, padding=False,
        add_special_tokens=options.get("addSpecialTokens", True), return_token_type_ids=True,
        return_special_tokens_mask=True, return_offsets_mapping=True)
    ids = given["input_ids"]
    n = len(ids)
    width = options["maxLength"] if options.get("padding") == "maxLength" else max(map(len, ids))
    mapping = given["overflow_to_sample_mapping"] if windows else list(range(n))
    types = template_types(given, mapping)
    numbers = lambda rows, value: tensor("INT64", [n, width], filled(rows, width, value, left))
    offsets = tensor("INT64", [n, width, 2], flat(filled(given["offset_mapping"], width, (0, 0), left)))
    return {
        "input_ids": numbers(ids, pad_id),
        "attention_mask": numbers(given["attention_mask"], 0),
        "token_type_ids": numbers(types, 0),
        "special_tokens_mask": numbers(given["special_tokens_mask"], 1),
        "offsets": offsets,
        "tokens": tensor("STRING", [n, width], filled([given.tokens(i) for i in range(n)], width, pad_token, left)),
        "word_ids": numbers([none_is(-1, given.word_ids(i)) for i in range(n)], -1),
        "sequence_ids": numbers([none_is(-1, given.sequence_ids(i)) for i in range(n)], -1),
        "overflow_to_sample_mapping": tensor("INT64", [n], mapping),
    }


def template_types(given, mapping):
    """A template gives its types to the first window only (tokenizers 0.23); here they hold for all of a text's."""
    rows = []
    for i, row in enumerate(mapping):
        first = mapping.index(row)
        of_template = dict(zip(given.sequence_ids(first), given["token_type_ids"][first]))
        rows.append([own if sequence is None else of_template.get(sequence, own)
                     for sequence, own in zip(given.sequence_ids(i), given["token_type_ids"][i])])
    return rows


def text_tensor(texts):
    if texts and isinstance(texts[0], list):
        width = max(map(len, texts))
        return tensor("STRING", [len(texts), width], filled(texts, width, "", False))
    return tensor("STRING", [len(texts)], texts)


def fixtures(name, file, path, pad):
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer.from_file(str(file)))

    def case(label, options, texts, pairs=None):
        inputs = {"text": text_tensor(texts)}
        if pairs is not None:
            inputs["pair"] = text_tensor(pairs)
        fixture = {"kind": "tokenizer", "with": {"source": "tokenizer.json", **options}, "files": {"source": path},
                   "inputs": inputs, "outputs": encode(tokenizer, pad, options, texts, pairs), "source": "transformers"}
        (FIXTURES / f"{name}-{label}.json").write_text(json.dumps(fixture) + "\n")

    case("windows", {"maxLength": 9, "stride": 3}, TEXTS)
    case("windows-apart", {"maxLength": 11, "stride": 0, "padding": "maxLength"}, TEXTS[:2])
    case("windows-bare", {"maxLength": 7, "stride": 4, "addSpecialTokens": False}, TEXTS[3:])
    case("pair-windows", {"maxLength": 24, "stride": 2}, QUESTIONS, TEXTS)
    case("pair-windows-first", {"maxLength": 40, "stride": 6, "truncationStrategy": "onlyFirst"}, TEXTS[:2], QUESTIONS[:2])
    case("pair-second", {"maxLength": 20, "truncationStrategy": "onlySecond"}, QUESTIONS[2:], TEXTS[2:])
    case("pair-first", {"maxLength": 20, "truncationStrategy": "onlyFirst"}, TEXTS[2:], QUESTIONS[2:])
    case("words", {"maxLength": 64, "pretokenized": True}, WORDS)
    case("words-cut", {"maxLength": 6, "pretokenized": True}, WORDS[:2])
    case("words-windows", {"maxLength": 8, "stride": 2, "pretokenized": True}, WORDS)
    case("word-pairs", {"maxLength": 13, "pretokenized": True}, WORDS, MORE_WORDS)
    case("word-pairs-windows", {"maxLength": 30, "stride": 1, "pretokenized": True}, MORE_WORDS[:2], WORDS[:2])
    case("word-pairs-bare", {"maxLength": 64, "pretokenized": True, "addSpecialTokens": False}, WORDS[:2], MORE_WORDS[:2])


def long_text():
    """Some 45 windows."""
    file = PREBUILT / "sentiment-en" / "tokenizer.json"
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer.from_file(str(file)))
    options = {"maxLength": 32, "stride": 8}
    text = " ".join(f"film {i}, caf\u00e9" for i in range(180))
    outputs = encode(tokenizer, (0, "[PAD]", False), options, [text], None)
    kept = {key: outputs[key] for key in ("input_ids", "offsets", "overflow_to_sample_mapping")}
    fixture = {"kind": "tokenizer", "with": {"source": "tokenizer.json", **options},
               "files": {"source": "../../../../../../prebuilt-models/sentiment-en/tokenizer.json"},
               "inputs": {"text": text_tensor([text])}, "outputs": kept, "source": "transformers"}
    (FIXTURES / "en-windows-long.json").write_text(json.dumps(fixture) + "\n")


def sentence_pieces(file):
    """A Unigram model with the special tokens and the template of XLM-RoBERTa."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("  ", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    corpus = [TEXTS[0], QUESTIONS[0], "the dormouse slept in the teapot and woke up", "caf\u00e9 one two three four five"] * 3
    trainer = trainers.UnigramTrainer(
        vocab_size=110, unk_token="<unk>", special_tokens=["<s>", "<pad>", "</s>", "<unk>"], show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.save(str(file), pretty=False)


def main():
    files = FIXTURES / "files"
    if not (files / "pieces.json").exists():
        sentence_pieces(files / "pieces.json")
    fixtures("en", PREBUILT / "sentiment-en" / "tokenizer.json", "../../../../../../prebuilt-models/sentiment-en/tokenizer.json", (0, "[PAD]", False))
    fixtures("bpe", files / "bpe.json", "files/bpe.json", (1, "<pad>", False))
    fixtures("left", files / "left.json", "files/left.json", (1, "<pad>", True))
    fixtures("pieces", files / "pieces.json", "files/pieces.json", (1, "<pad>", False))
    long_text()


if __name__ == "__main__":
    main()
