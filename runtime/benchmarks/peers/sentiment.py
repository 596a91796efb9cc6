"""The sample's pipeline as a Python server has it: tokenizer, model, softmax, label; no warm-up."""
import os

import numpy
import onnxruntime
import tokenizers


class Sentiment:
    LABELS = ["negative", "positive"]

    def __init__(self):
        self.tokenizer = tokenizers.Tokenizer.from_file(os.environ["TOKENIZER"])
        self.tokenizer.enable_truncation(256)
        self.tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])
        self.inputs = [value.name for value in self.session.get_inputs()]

    def __call__(self, texts):
        encodings = self.tokenizer.encode_batch(texts)
        rows = {
            "input_ids": [encoding.ids for encoding in encodings],
            "attention_mask": [encoding.attention_mask for encoding in encodings],
            "token_type_ids": [encoding.type_ids for encoding in encodings],
        }
        feeds = {name: numpy.array(rows[name], dtype=numpy.int64) for name in self.inputs}
        logits = self.session.run(None, feeds)[0]
        powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities = powers / powers.sum(axis=1, keepdims=True)
        best = probabilities.argmax(axis=1)
        return [self.LABELS[i] for i in best], probabilities.max(axis=1), probabilities
