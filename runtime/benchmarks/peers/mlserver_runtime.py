"""The sample for MLServer: POST /v2/models/sentiment-en/infer with a BYTES input 'text'."""
from mlserver import MLModel
from mlserver.codecs import NumpyCodec, StringCodec
from mlserver.types import InferenceRequest, InferenceResponse

from sentiment import Sentiment


class SentimentRuntime(MLModel):
    async def load(self) -> bool:
        self.sentiment = Sentiment()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        labels, scores, probabilities = self.sentiment(StringCodec.decode_input(payload.inputs[0]))
        return InferenceResponse(model_name=self.name, outputs=[
            StringCodec.encode_output("label", labels),
            NumpyCodec.encode_output("score", scores),
            NumpyCodec.encode_output("probabilities", probabilities),
        ])
